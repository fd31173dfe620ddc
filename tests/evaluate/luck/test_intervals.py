import numpy as np
import pytest
from scipy import signal, stats

from core.evaluate.luck.intervals import (
    CHUNK_CELLS,
    block_length,
    independent_units,
    interval,
    resample_weights,
)

N_RESAMPLES = 400


def _days(n_days: int, rows_a_day: int = 1) -> np.ndarray:
    days = np.datetime64("2012-01-02") + np.arange(n_days)
    return np.repeat(days, rows_a_day)


def _weights(n_rows, dates=None, horizon_days=1, n_resamples=N_RESAMPLES, seed=0) -> np.ndarray:
    return np.concatenate(list(resample_weights(n_rows, dates, horizon_days, n_resamples, seed)))


def test_independent_rows_are_drawn_as_often_as_there_are_rows():
    weights = _weights(50)
    assert weights.shape == (N_RESAMPLES, 50)
    assert (weights.sum(axis=1) == 50).all()


def test_independent_rows_are_drawn_one_by_one():
    weights = _weights(50, n_resamples=4000)
    assert weights.mean(axis=0) == pytest.approx(np.ones(50), abs=0.1)
    assert weights.var() == pytest.approx(1 - 1 / 50, rel=0.05)


def test_rows_of_one_day_are_drawn_together():
    weights = _weights(300, _days(100, rows_a_day=3))
    by_day = weights.reshape(N_RESAMPLES, 100, 3)
    assert (by_day == by_day[:, :, :1]).all()
    assert (weights.sum(axis=1) == 300).all()


def test_rows_need_not_be_sorted_by_day():
    dates = np.tile(_days(100), 3)
    by_ticker = _weights(300, dates).reshape(N_RESAMPLES, 3, 100)
    assert (by_ticker == by_ticker[:, :1]).all()


@pytest.mark.parametrize("horizon_days", [1, 60])
def test_days_are_drawn_in_blocks_of_twice_their_root_or_the_horizon(horizon_days):
    n_days, length = 400, max(40, horizon_days)
    weights = _weights(n_days, _days(n_days), horizon_days)
    lagged = np.mean((weights - 1) * (np.roll(weights, length // 2, axis=1) - 1))
    beyond = np.mean((weights - 1) * (np.roll(weights, length, axis=1) - 1))
    share_of_days = length / n_days
    assert lagged == pytest.approx(1 - length // 2 / length - share_of_days, abs=0.05)
    assert beyond == pytest.approx(-share_of_days, abs=0.05)


def test_every_day_is_as_likely_as_any_other():
    weights = _weights(90, _days(90), n_resamples=6000)
    assert weights.mean(axis=0) == pytest.approx(np.ones(90), abs=0.1)


@pytest.mark.parametrize(
    ("n_days", "horizon_days", "expected"),
    [(400, 10, 40), (450, 63, 63), (30, 10, 11), (100, 63, 50), (9, 1, 4), (2, 1, 1), (1, 1, 1)],
)
def test_block_leaves_at_least_two_blocks(n_days, horizon_days, expected):
    assert block_length(n_days, horizon_days) == expected


@pytest.mark.parametrize(("dates", "expected"), [(None, 420.0), (_days(225, 2), 7.5)])
def test_units_are_rows_or_blocks_of_days(dates, expected):
    n_rows = 420 if dates is None else len(dates)
    assert independent_units(n_rows, dates, 10) == expected


def test_longer_test_sets_get_longer_blocks_and_yet_more_of_them():
    days = (50, 100, 250, 500, 1500)
    lengths = [block_length(n_days, horizon_days=1) for n_days in days]
    blocks = [n_days / length for n_days, length in zip(days, lengths, strict=True)]
    assert lengths == sorted(set(lengths))
    assert blocks == sorted(set(blocks))


def test_chunks_stay_small_and_add_up():
    chunks = list(resample_weights(30_000, None, 1, 20, seed=0))
    assert sum(len(chunk) for chunk in chunks) == 20
    assert max(chunk.size for chunk in chunks) <= CHUNK_CELLS


def test_same_seed_draws_the_same_rows_and_another_seed_others():
    assert (_weights(40, seed=3) == _weights(40, seed=3)).all()
    assert (_weights(40, seed=3) != _weights(40, seed=4)).any()


def _mean_interval(values: np.ndarray, dates=None, horizon_days=1, seed=0):
    n_rows = len(values)
    weights = _weights(n_rows, dates, horizon_days, seed=seed)
    units = independent_units(n_rows, dates, horizon_days)
    return interval(weights @ values / n_rows, values.mean(axis=0), units)


def test_one_seed_gives_the_textbook_interval_of_a_mean():
    values = np.random.default_rng(0).normal(size=(2000, 1))
    found = _mean_interval(values)
    low, high = stats.t.interval(0.95, 1999, values.mean(), stats.sem(values[:, 0]))
    assert found.mean == pytest.approx(values.mean())
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_seeds_alone_give_the_t_interval_of_their_mean():
    full = np.array([0.70, 0.72, 0.71, 0.74, 0.73])
    resampled = np.tile(full, (20_000, 1))
    found = interval(resampled, full, units=1e6)
    low, high = stats.t.interval(0.95, 4, full.mean(), stats.sem(full))
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.1 * (high - low))


def test_two_seeds_that_disagree_give_a_very_wide_interval():
    full = np.array([0.01, 0.03])
    assert interval(np.tile(full, (N_RESAMPLES, 1)), full, units=1e6).contains(0)


def test_identical_models_differ_by_exactly_zero():
    found = interval(np.zeros((N_RESAMPLES, 5)), np.zeros(5), units=100)
    assert (found.mean, found.low, found.high) == (0, 0, 0)


def test_few_blocks_widen_the_interval():
    values = np.random.default_rng(1).normal(size=(N_RESAMPLES, 1))
    few, many = (interval(values, np.zeros(1), units) for units in (4, 4000))
    assert few.high - few.low > 1.4 * (many.high - many.low)


def test_resamples_without_a_value_are_left_out():
    values = np.random.default_rng(2).normal(size=(N_RESAMPLES, 2))
    holes = np.concatenate((values, np.full((50, 2), np.nan)))
    assert interval(holes, np.zeros(2), 100) == interval(values, np.zeros(2), 100)


def test_no_value_on_the_full_test_set_gives_no_interval():
    found = interval(np.full((9, 1), np.nan), np.array([np.nan]), units=100)
    assert np.isnan([found.mean, found.low, found.high]).all()


def test_mean_lies_inside_even_when_resampling_is_biased():
    biased = 0.02 + 0.001 * np.random.default_rng(3).normal(size=(N_RESAMPLES, 1))
    found = interval(biased, np.array([0.01]), units=1000)
    assert found.low < found.mean < found.high


def _coverage(simulate, n_simulations: int, dates=None, horizon_days=1) -> float:
    found = [
        _mean_interval(simulate(np.random.default_rng(k)), dates, horizon_days, seed=k).contains(0)
        for k in range(n_simulations)
    ]
    return float(np.mean(found))


@pytest.mark.parametrize("n_seeds", [2, 3, 5])
@pytest.mark.parametrize(
    ("row_spread", "seed_spread", "shared_spread"),
    [(1, 0, 0.1), (0, 0, 1), (1, 0, 2), (0.2, 0.2, 0.2)],
    ids=["rows", "rows by seeds", "rows and rows by seeds", "seeds"],
)
def test_interval_covers_the_truth_wherever_the_luck_comes_from(
    n_seeds, row_spread, seed_spread, shared_spread
):
    def simulate(rng: np.random.Generator) -> np.ndarray:
        return (
            row_spread * rng.normal(size=(150, 1))
            + seed_spread * rng.normal(size=(1, n_seeds))
            + shared_spread * rng.normal(size=(150, n_seeds))
        )

    assert 0.90 <= _coverage(simulate, 200) <= 0.995


def _dependent_days(rng: np.random.Generator) -> np.ndarray:
    shocks = rng.normal(size=500)
    by_day = signal.lfilter([1], [1, -0.8], shocks)[100:]
    return np.repeat(by_day, 2)[:, None] + 0.5 * rng.normal(size=(800, 1))


def test_blocks_of_days_cover_the_truth_when_days_hang_together():
    assert _coverage(_dependent_days, 200, _days(400, 2), horizon_days=10) >= 0.90


def test_drawing_dependent_days_row_by_row_would_not_cover_the_truth():
    assert _coverage(_dependent_days, 100) <= 0.6


def test_two_seeds_that_agree_by_luck_do_not_make_an_interval_narrower_than_the_rows_do():
    rng = np.random.default_rng(3)
    common, own = rng.normal(0, 0.01, (2000, 1)), rng.normal(0, 0.02, (2000, 2))
    full = np.array([0.05, 0.05])
    resampled = full + common + own
    found = interval(resampled, full, units=500.0)
    low, high = np.quantile(resampled.mean(axis=1), (0.025, 0.975))
    assert found.high - found.low > 0.97 * (high - low)
