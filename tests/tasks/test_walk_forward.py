from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from core.errors import SpecError, TooFewRowsError
from core.tasks.split import MIN_PART_SESSIONS
from core.tasks.walk_forward import sessions_needed, walk_forward_splits

DAY = np.timedelta64(1, "D")


def _panel(n_sessions, n_tickers, horizon, absent, seed):
    """Days and label ends of tickers that each miss a share of the sessions."""
    drawn = np.random.default_rng(seed)
    steps = drawn.integers(1, 4, n_sessions + horizon)
    sessions = np.datetime64("2001-01-01") + np.cumsum(steps) * DAY
    dates, ends = [], []
    for _ in range(n_tickers):
        traded = sessions[drawn.random(len(sessions)) >= absent]
        dates.append(traded[:-horizon])
        ends.append(traded[horizon:])
    return np.concatenate(dates), np.concatenate(ends)


@st.composite
def _walks(draw):
    horizon, embargo = draw(st.integers(1, 30)), draw(st.integers(0, 30))
    blocks = draw(st.integers(2, 8))
    n_sessions = sessions_needed(horizon, embargo, blocks) + draw(st.integers(0, 300))
    dates, ends = _panel(
        n_sessions + 60,
        draw(st.integers(1, 4)),
        horizon,
        draw(st.sampled_from([0.0, 0.02, 0.3])),
        draw(st.integers(0, 10_000)),
    )
    try:
        splits = walk_forward_splits(dates, ends, horizon, embargo, blocks)
    except TooFewRowsError:
        reject()
    return dates, ends, horizon + embargo, blocks, splits


def _walk(n_sessions=1200, n_tickers=2, horizon=10, embargo=5, blocks=6):
    dates, ends = _panel(n_sessions, n_tickers, horizon, 0.0, 0)
    return dates, ends, walk_forward_splits(dates, ends, horizon, embargo, blocks)


@settings(max_examples=60, deadline=None)
@given(_walks())
def test_no_label_reaches_a_later_part_of_its_block(walk):
    dates, ends, _, _, splits = walk
    for split in splits:
        assert ends[split.train].max() < dates[split.validation].min()
        assert ends[split.validation].max() < dates[split.test].min()


@settings(max_examples=60, deadline=None)
@given(_walks())
def test_horizon_and_embargo_lie_before_each_cut(walk):
    dates, _, gap, _, splits = walk
    sessions = np.unique(dates)
    for split in splits:
        for earlier, later in ((split.train, split.validation), (split.validation, split.test)):
            last, first = dates[earlier].max(), dates[later].min()
            assert np.sum((sessions > last) & (sessions < first)) >= gap == split.plan.gap_days


@settings(max_examples=60, deadline=None)
@given(_walks())
def test_blocks_follow_one_another_in_time_and_leave_no_later_row_out(walk):
    dates, _, _, blocks, splits = walk
    assert len(splits) == blocks
    for earlier, later in pairwise(splits):
        assert dates[earlier.test].max() < dates[later.test].min()
    tested = np.sort(np.concatenate([split.test for split in splits]))
    after = np.flatnonzero(dates >= dates[splits[0].test].min())
    assert np.array_equal(tested, after)


@settings(max_examples=60, deadline=None)
@given(_walks())
def test_training_rows_only_grow(walk):
    *_, splits = walk
    for earlier, later in pairwise(splits):
        assert set(earlier.train.tolist()) < set(later.train.tolist())


@settings(max_examples=60, deadline=None)
@given(_walks())
def test_each_part_has_enough_rows_in_ascending_order(walk):
    *_, splits = walk
    for part in (part for split in splits for part in split.parts):
        assert len(part) >= MIN_PART_SESSIONS
        assert (np.diff(part) > 0).all()


def test_blocks_are_equally_long_and_start_after_two_fifths():
    dates, _, splits = _walk()
    n_sessions = len(np.unique(dates))
    lengths = [len(np.unique(dates[split.test])) for split in splits]
    assert max(lengths) - min(lengths) <= 1
    assert sum(lengths) == pytest.approx(0.6 * n_sessions, abs=1)


def test_before_a_block_70_of_85_sessions_are_trained_on():
    dates, _, splits = _walk(horizon=1, embargo=0)
    for split in splits:
        n_train, n_validation = (
            len(np.unique(dates[part])) for part in (split.train, split.validation)
        )
        assert n_train / (n_train + n_validation) == pytest.approx(70 / 85, abs=0.01)


def test_plan_names_the_first_days_of_its_parts():
    dates, _, splits = _walk()
    for split in splits:
        assert split.plan.validation_start == dates[split.validation].min().astype(object)
        assert split.plan.test_start == dates[split.test].min().astype(object)


def test_label_of_a_ticker_that_paused_over_the_cut_is_left_out():
    dates, ends, splits = _walk(n_tickers=1)
    cut = splits[0].test.min()
    paused = np.append(dates, dates[cut - 40]), np.append(ends, dates[cut + 40])
    first, *_, last = walk_forward_splits(*paused, 10, 5)
    assert len(dates) not in first.validation
    assert len(dates) in last.train


@pytest.mark.parametrize(("horizon", "embargo", "blocks"), [(1, 0, 2), (10, 5, 6), (63, 63, 12)])
def test_exactly_the_announced_sessions_are_enough(horizon, embargo, blocks):
    needed = sessions_needed(horizon, embargo, blocks)
    dates, ends = _panel(needed, 1, horizon, 0.0, 0)
    splits = walk_forward_splits(dates, ends, horizon, embargo, blocks)
    assert min(len(part) for split in splits for part in split.parts) >= MIN_PART_SESSIONS
    with pytest.raises(TooFewRowsError, match=f"at least {needed} .* there are {needed - 1}"):
        walk_forward_splits(dates[:-1], ends[:-1], horizon, embargo, blocks)


@pytest.mark.parametrize("blocks", [0, 1, 13])
def test_number_of_blocks_has_bounds(blocks):
    dates, ends = _panel(900, 1, 1, 0.0, 0)
    with pytest.raises(SpecError, match=f"{blocks} were asked for"):
        walk_forward_splits(dates, ends, 1, 0, blocks)


def test_few_rows_on_enough_sessions_are_refused():
    dates, ends = _panel(900, 1, 1, 0.0, 0)
    with pytest.raises(TooFewRowsError):
        walk_forward_splits(dates, dates + 400 * DAY, 1, 0, 6)
    assert len(walk_forward_splits(dates, ends, 1, 0, 6)) == 6
