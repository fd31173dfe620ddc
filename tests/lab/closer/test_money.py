import pytest

from core.evaluate.trading.trading import NotTraded
from core.lab.closer.answers import ALL
from core.lab.closer.money import money


def test_every_column_trades_beside_holding(market):
    trading = money(market).trading
    assert tuple(traded.name for traded in trading.models) == ALL
    assert trading.days == 100
    assert trading.securities == 2


def test_cost_lowers_what_is_earned(market):
    free, dear = (money(market, cost_bp=cost).trading.model("teacher") for cost in (0.0, 50.0))
    assert dear.numbers.cagr.interval.mean < free.numbers.cagr.interval.mean


def test_a_question_of_credit_is_not_traded(credit):
    found = money(credit)
    assert isinstance(found.trading, NotTraded)
    assert found.meaning is None


def test_the_meaning_of_a_hit_rate_is_told(market):
    assert "%" in money(market).meaning.sentence


@pytest.mark.parametrize("style", ["long_flat", "long_short"])
def test_the_style_is_kept(market, style):
    assert money(market, style).trading.style == style
