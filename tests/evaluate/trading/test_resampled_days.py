from __future__ import annotations

import numpy as np
import pytest

from core.evaluate.luck.intervals import block_length, independent_units, resample_weights
from core.evaluate.trading.ledger import keep_ledger
from core.evaluate.trading.performance import PERFORMANCE, performance
from core.evaluate.trading.resampled_days import (
    block_draws,
    estimates,
    measure_drawn,
    no_estimates,
    sharpe_difference,
)
from tests.evaluate.market_days import days_from, make_market

N_RESAMPLES = 300


def test_drawn_days_are_those_that_all_other_intervals_count():
    days = days_from(130)
    drawn = np.concatenate(list(block_draws(130, 5, N_RESAMPLES, seed=4)))
    counts = np.stack([np.bincount(one, minlength=130) for one in drawn])
    weights = np.concatenate(list(resample_weights(130, days, 5, N_RESAMPLES, seed=4)))
    np.testing.assert_array_equal(counts, weights)


def test_blocks_keep_days_in_order():
    (drawn, *_) = block_draws(100, 1, 10)
    assert drawn.shape == (10, 100)
    length = block_length(100, horizon_days=1)
    assert (np.diff(drawn[:, :length], axis=1) % 100 == 1).all()


def ledgers(*seeds: int, drift: float = 0.0):
    markets = [make_market(seed=seed, drift=drift) for seed in seeds]
    return tuple(keep_ledger(market, np.ones(len(market.dates))) for market in markets)


def measured(own, other=None):
    strategies = (own,) if other is None else (own, other)
    return measure_drawn(strategies, 1, N_RESAMPLES)


def test_estimate_is_the_mean_over_seeds_inside_its_interval():
    own = ledgers(0, 1, 2)
    (drawn,) = measured(own)
    assert drawn.shape == (N_RESAMPLES, 3, len(PERFORMANCE))
    found = estimates(own, drawn, units=14)
    for name in PERFORMANCE:
        expected = np.mean([getattr(performance(one), name).value for one in own])
        estimate = getattr(found, name)
        assert estimate.interval.mean == pytest.approx(expected)
        assert estimate.interval.low <= estimate.interval.mean <= estimate.interval.high


def test_ends_stay_where_the_number_can_be():
    (own,) = [ledgers(0, 1)]
    (drawn,) = measured(own)
    found = estimates(own, drawn, units=3)
    assert found.max_drawdown.interval.high <= 0
    assert found.turnover.interval.low >= 0
    assert found.cagr.interval.low >= -1


def test_difference_from_oneself_is_exactly_zero():
    own = ledgers(0)
    (drawn,) = measured(own)
    found = sharpe_difference(own, own, drawn, drawn, 14).interval
    assert (found.mean, found.low, found.high) == (0, 0, 0)


def test_difference_pairs_every_seed_with_the_one_reference():
    own, other = ledgers(0, 1), ledgers(2)
    drawn, reference = measured(own, other)
    found = sharpe_difference(own, other, drawn, reference, 14)
    sharpes = [performance(one).sharpe.value for one in (*own, *other)]
    assert found.interval.mean == pytest.approx(np.mean(sharpes[:2]) - sharpes[2])


def test_a_number_that_a_seed_lacks_is_not_defined_and_says_in_how_many():
    market = make_market()
    idle = keep_ledger(market, np.zeros(len(market.dates)))
    own = (*ledgers(0), idle)
    (drawn,) = measured(own)
    found = estimates(own, drawn, 14)
    assert found.sharpe.reason == "in 1 of 2 seeds nothing was ever earned or lost"
    assert np.isnan(found.sharpe.interval.mean)
    assert found.cagr.is_defined
    assert not sharpe_difference(own, own, drawn, drawn, 14).is_defined


def test_one_reason_can_hold_for_every_number():
    found = no_estimates("it diverged")
    assert all(getattr(found, name).reason == "it diverged" for name in PERFORMANCE)


@pytest.mark.slow
def test_interval_of_the_sharpe_ratio_covers_the_truth():
    truth, covered = 0.0005 / 0.01 * np.sqrt(252), []
    for seed in range(100):
        market = make_market(n_days=500, n_tickers=1, seed=seed, drift=0.0005)
        own = (keep_ledger(market, np.ones(500), cost_bp=0),)
        (drawn,) = measure_drawn((own,), 1, 100, seed)
        units = independent_units(500, own[0].days, 1)
        covered.append(estimates(own, drawn, units).sharpe.interval.contains(truth))
    assert 0.90 <= np.mean(covered) <= 0.99
