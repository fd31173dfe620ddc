from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from core.evaluate.trading.hit_rate import days_to_see, hit_rate_meaning
from core.evaluate.trading.ledger import Market, keep_ledger
from tests.evaluate.market_days import days_from, make_market

N_DAYS, MOVE = 4000, 0.01


def right_on(share: float, move: float = MOVE) -> tuple[Market, np.ndarray]:
    """Equal moves up and down by turns, and positions right on exactly a share of the days."""
    returns = np.where(np.arange(N_DAYS) % 2, move, -move)
    is_right = np.zeros(N_DAYS, dtype=bool)
    is_right[np.random.default_rng(0).permutation(N_DAYS)[: round(share * N_DAYS)]] = True
    return Market(days_from(N_DAYS), returns), np.sign(returns) * np.where(is_right, 1, -1)


def test_at_the_break_even_hit_rate_gains_just_pay_the_cost():
    market, positions = right_on(0.55)
    trades = keep_ledger(market, positions).turnover.mean()
    cost_bp = 0.1 * MOVE / trades * 10_000
    ledger = keep_ledger(market, positions, cost_bp)
    meaning = hit_rate_meaning(market, ledger)
    assert meaning.break_even.value == pytest.approx(0.55)
    assert ledger.net.mean() == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("cost_bp", "expected"), [(0.0, 0.5), (5.0, 0.525), (10.0, 0.55)], ids=str)
def test_break_even_follows_from_move_and_cost(cost_bp, expected):
    market, _ = right_on(0.5)
    in_and_out = np.resize([1.0, 0.0], N_DAYS)
    meaning = hit_rate_meaning(market, keep_ledger(market, in_and_out, cost_bp * 1.0))
    assert meaning.trades_per_day_held.value == pytest.approx(2, rel=1e-3)
    assert meaning.break_even.value == pytest.approx(0.5 + 2 * (expected - 0.5), rel=1e-3)


def test_sentence_tells_move_cost_break_even_and_base_rate():
    market, _ = right_on(0.5)
    ledger = keep_ledger(market, np.resize([1.0, 0.0], N_DAYS), 5)
    sentence = hit_rate_meaning(market, ledger).sentence
    assert "being right on 52 % of days would earn about 0.040 % of the value held" in sentence
    assert "prices move 1.00 % a day on average" in sentence
    assert "cost 0.100 % of it, so that hit rate would earn no more than it costs" in sentence
    assert "earned back at a hit rate of 55 %" in sentence
    assert "Always saying up would have been right on 50 % of the days" in sentence
    assert "about 4,904 independent days; here there are 4,000" in sentence


def test_a_cost_that_no_hit_rate_pays_is_said():
    market, _ = right_on(0.5, move=0.0001)
    ledger = keep_ledger(market, np.resize([1.0, 0.0], N_DAYS), 50)
    assert "no hit rate would pay" in hit_rate_meaning(market, ledger).sentence


def test_never_holding_has_no_break_even():
    market = make_market()
    meaning = hit_rate_meaning(market, keep_ledger(market, np.zeros(len(market.dates))))
    assert meaning.break_even.reason == "no position was ever held"
    assert "is not defined: no position was ever held" in meaning.sentence


def test_prices_that_never_move_have_no_break_even():
    market = Market(days_from(10), np.zeros(10))
    meaning = hit_rate_meaning(market, keep_ledger(market, np.ones(10)))
    assert meaning.break_even.reason == "prices never moved"


def test_unknown_returns_leave_a_sentence():
    market = Market(days_from(3), np.full(3, np.nan))
    meaning = hit_rate_meaning(market, keep_ledger(market, np.ones(3)))
    assert np.isnan(meaning.average_move)
    assert "here there are 0" in meaning.sentence


@pytest.mark.parametrize("hit_rate", [0.52, 0.55, 0.6, 0.45])
def test_days_to_see_give_the_power_of_the_exact_binomial_test(hit_rate):
    n_days = days_to_see(hit_rate)
    bound = stats.binom.ppf([0.025, 0.975], n_days, 0.5)
    low, high = (
        stats.binom.cdf(bound[0] - 1, n_days, hit_rate),
        stats.binom.sf(bound[1], n_days, hit_rate),
    )
    assert low + high == pytest.approx(0.8, abs=0.04)


def test_days_to_see_are_those_in_the_textbook():
    assert days_to_see(0.55) == 783


def test_one_half_cannot_be_told_from_one_half():
    with pytest.raises(ValueError, match="one half"):
        days_to_see(0.5)
