"""Whether the 95 % intervals hold a known truth as often as they say; the large twin is
tests.benchmarks.coverage.
"""

import numpy as np
import pytest
from scipy import stats

from core.evaluate.luck.intervals import COVERAGE
from core.evaluate.scores import Interval
from tests.evaluate.simulated_pairs import Pair

N_SIMULATIONS = 400
N_RESAMPLES = 200
PRACTICALLY_NEVER = 1e-4
FEWEST, MOST = stats.binom.ppf((PRACTICALLY_NEVER, 1 - PRACTICALLY_NEVER), N_SIMULATIONS, COVERAGE)
TOO_NARROW = 0.85

PAIRS = {
    "independent rows": Pair(n_days=150, seeds=(3, 1)),
    "days that hang together": Pair(n_days=300, seeds=(1, 1), persistence=0.8),
    "days of long memory": Pair(seeds=(1, 1), persistence=0.9),
}


@pytest.fixture(scope="module", params=PAIRS.values(), ids=PAIRS)
def simulated(request) -> tuple[float, list[Interval]]:
    """The true difference of a pair of models, and the intervals of many test sets."""
    pair = request.param
    found = [pair.interval(seed, N_RESAMPLES) for seed in range(N_SIMULATIONS)]
    return pair.true_difference, found


def _held(truth: float, intervals: list[Interval], factor: float = 1.0) -> int:
    scaled = (
        Interval(i.mean, i.mean - factor * (i.mean - i.low), i.mean + factor * (i.high - i.mean))
        for i in intervals
    )
    return sum(interval.contains(truth) for interval in scaled)


def test_bounds_would_find_out_an_interval_of_85_percent():
    assert stats.binom.sf(FEWEST - 1, N_SIMULATIONS, TOO_NARROW) < 0.001


@pytest.mark.slow
def test_interval_holds_the_known_difference_as_often_as_it_says(simulated):
    assert FEWEST <= _held(*simulated) <= MOST


@pytest.mark.slow
def test_interval_narrowed_to_85_percent_does_not(simulated):
    factor = stats.norm.ppf((1 + TOO_NARROW) / 2) / stats.norm.ppf((1 + COVERAGE) / 2)
    assert _held(*simulated, factor) < FEWEST


@pytest.mark.slow
def test_simulated_differences_scatter_around_the_known_one(simulated):
    truth, intervals = simulated
    means = np.array([interval.mean for interval in intervals])
    assert abs(means.mean() - truth) < 4 * stats.sem(means)


def test_days_drawn_one_by_one_would_not_hold_it():
    pair = Pair(n_days=300, seeds=(1, 1), persistence=0.9)
    undated = Pair(n_days=300, seeds=(1, 1), persistence=0.9, dated=False)
    assert undated.true_difference == pair.true_difference
    held = [undated.covers(seed, N_RESAMPLES) for seed in range(60)]
    assert np.mean(held) < stats.binom.ppf(PRACTICALLY_NEVER, 60, COVERAGE) / 60
