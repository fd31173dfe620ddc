from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.evaluate.compare import Answers
from core.evaluate.trading.ledger import Market, keep_ledger
from core.evaluate.trading.trading import NotTraded, Trading, positions_of, trade
from tests.evaluate.market_days import make_market, sure_of

DIRECTION, TREND = ("down", "up"), ("down", "flat", "up")
MARKET = make_market(n_days=200)
UP = (MARKET.next_return > 0).astype(np.int64)
N_RESAMPLES = 100


def traded(*answers: Answers, **choices) -> Trading:
    found = trade("direction", DIRECTION, answers, MARKET, 1, n_resamples=N_RESAMPLES, **choices)
    assert isinstance(found, Trading)
    return found


@pytest.mark.parametrize(
    ("class_names", "style", "expected"),
    [
        (DIRECTION, "long_flat", [0, 1]),
        (DIRECTION, "long_short", [-1, 1]),
        (TREND, "long_flat", [0, 0, 1]),
        (TREND, "long_short", [-1, 0, 1]),
    ],
)
def test_up_is_bought_and_down_is_left_or_sold(class_names, style, expected):
    classes = np.arange(len(class_names))
    assert positions_of(classes, class_names, style).tolist() == expected


def test_always_up_is_holding():
    found = traded(sure_of("distilled", np.ones_like(UP)))
    model = found.model("distilled")
    np.testing.assert_array_equal(model.equity, found.hold.equity)
    difference = model.against_hold.interval
    assert (difference.mean, difference.low, difference.high) == (0, 0, 0)


def test_foresight_beats_holding_clearly():
    found = traded(sure_of("teacher", UP), cost_bp=0)
    assert found.model("teacher").against_hold.interval.low > 0
    assert found.model("teacher").numbers.hit_rate.interval.mean == 1


def test_given_classes_are_traded_and_not_the_most_probable_ones():
    even = np.full((1, len(UP), 2), 0.5)
    found = traded(Answers("baseline", even, np.ones((1, len(UP)), dtype=np.int64)))
    np.testing.assert_array_equal(found.model("baseline").equity, found.hold.equity)


@pytest.mark.parametrize("cost_bp", [0.0, 5.0, 50.0])
def test_every_seed_keeps_its_own_ledger_at_the_cost_asked_for(cost_bp):
    classes = np.random.default_rng(0).integers(0, 2, (3, len(UP)))
    model = traded(sure_of("alone", classes), cost_bp=cost_bp).model("alone")
    for ledger, own in zip(model.ledgers, classes, strict=True):
        expected = keep_ledger(MARKET, own.astype(float), cost_bp)
        np.testing.assert_array_equal(ledger.net, expected.net)


def test_cost_lowers_growth_and_leaves_turnover():
    classes = np.random.default_rng(0).integers(0, 2, len(UP))
    cheap, dear = (traded(sure_of("alone", classes), cost_bp=cost) for cost in (0, 20))
    before, after = cheap.model("alone").numbers, dear.model("alone").numbers
    assert after.cagr.interval.mean < before.cagr.interval.mean
    assert after.turnover == before.turnover


def test_same_seed_gives_the_same_intervals():
    answers = sure_of("alone", np.random.default_rng(0).integers(0, 2, (2, len(UP))))
    one, other = (traded(answers).model("alone") for _ in range(2))
    assert (one.numbers, one.against_hold) == (other.numbers, other.against_hold)


def test_days_and_securities_are_counted():
    found = traded(sure_of("alone", UP))
    assert (found.days, found.securities) == (200, 2)


def test_a_diverged_student_is_not_defined_and_the_rest_stands():
    broken = Answers("alone", np.full((2, len(UP), 2), np.nan))
    found = traded(broken, sure_of("distilled", UP))
    model = found.model("alone")
    assert "may have diverged" in model.numbers.sharpe.reason
    assert model.ledgers == ()
    assert not model.against_hold.is_defined
    assert found.model("distilled").numbers.sharpe.is_defined


def test_a_model_that_never_buys_has_no_sharpe_ratio():
    numbers = traded(sure_of("alone", np.zeros_like(UP))).model("alone").numbers
    assert numbers.sharpe.reason == "nothing was ever earned or lost"
    assert numbers.cagr.interval.mean == 0


def test_twenty_days_can_be_traded():
    short = make_market(n_days=20, n_tickers=1)
    up = (short.next_return > 0).astype(np.int64)
    found = trade("direction", DIRECTION, (sure_of("alone", up),), short, 1, n_resamples=50)
    assert np.isfinite(found.model("alone").numbers.cagr.interval.low)


@pytest.mark.parametrize(
    ("task", "class_names", "words"),
    [
        ("risk", ("calm", "turbulent"), "not which way"),
        ("credit", ("0", "1"), "a question about prices"),
    ],
)
def test_answers_that_are_no_signal_say_why(task, class_names, words):
    found = trade(task, class_names, (sure_of("alone", UP),), MARKET, 1)
    assert isinstance(found, NotTraded)
    assert words in found.reason


def test_returns_that_were_not_kept_say_so():
    found = trade("direction", DIRECTION, (sure_of("alone", UP),), None, 1)
    assert "not kept" in found.reason


def test_returns_that_are_all_unknown_say_so():
    unknown: Market = dataclasses.replace(MARKET, next_return=np.full(len(UP), np.nan))
    found = trade("direction", DIRECTION, (sure_of("alone", UP),), unknown, 1)
    assert "no trade can be counted" in found.reason
