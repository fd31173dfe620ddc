import inspect

import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

import core.tasks.split as module
from core.errors import TooFewRowsError
from core.tasks.split import (
    MIN_PART_SESSIONS,
    sessions_needed,
    split_by_date,
    split_out_of_time,
    split_stratified,
)

DAY = np.timedelta64(1, "D")


def make_panel(n_sessions, n_tickers, horizon, absent, seed):
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


def divide(dates, ends, horizon, embargo):
    try:
        return split_by_date(dates, ends, horizon, embargo)
    except TooFewRowsError:
        reject()


@st.composite
def panels(draw):
    horizon, embargo = draw(st.integers(1, 30)), draw(st.integers(0, 30))
    n_sessions = sessions_needed(horizon, embargo) + draw(st.integers(0, 300))
    dates, ends = make_panel(
        n_sessions + 40,
        draw(st.integers(1, 4)),
        horizon,
        draw(st.sampled_from([0.0, 0.02, 0.3])),
        draw(st.integers(0, 10_000)),
    )
    return dates, ends, horizon, embargo


@settings(max_examples=60, deadline=None)
@given(panels())
def test_no_label_reaches_the_next_part(panel):
    dates, ends, horizon, embargo = panel
    split = divide(dates, ends, horizon, embargo)
    assert ends[split.train].max() < dates[split.validation].min()
    assert ends[split.validation].max() < dates[split.test].min()


@settings(max_examples=60, deadline=None)
@given(panels())
def test_gap_of_sessions_lies_before_each_cut(panel):
    dates, ends, horizon, embargo = panel
    split = divide(dates, ends, horizon, embargo)
    sessions = np.unique(dates)
    for earlier, later in ((split.train, split.validation), (split.validation, split.test)):
        last, first = dates[earlier].max(), dates[later].min()
        between = sessions[(sessions > last) & (sessions < first)]
        assert len(between) >= horizon + embargo == split.plan.gap_days


@settings(max_examples=30, deadline=None)
@given(panels())
def test_parts_share_no_row_and_no_day(panel):
    dates, ends, horizon, embargo = panel
    split = divide(dates, ends, horizon, embargo)
    days = [set(dates[part].tolist()) for part in split.parts]
    assert not days[0] & days[1]
    assert not days[1] & days[2]
    assert not days[0] & days[2]


def test_shares_of_sessions_are_70_15_15():
    dates, ends = make_panel(2000, 3, 1, 0.0, 0)
    split = split_by_date(dates, ends, 1, 0)
    shares = [len(np.unique(dates[part])) / 2000 for part in split.parts]
    assert shares == pytest.approx([0.70, 0.15, 0.15], abs=0.002)


def test_gap_keeps_label_days_out_of_training():
    dates, ends = make_panel(1000, 1, 10, 0.0, 0)
    split = split_by_date(dates, ends, 10, 5)
    assert ends[split.train].max() == dates[699]
    assert dates[split.validation].min() == dates[705]
    assert split.plan.validation_start == dates[705].astype(object)


def test_gap_is_left_out_even_where_labels_end_early():
    dates, _ = make_panel(1000, 1, 10, 0.0, 0)
    split = split_by_date(dates, dates, 10, 5)
    assert dates[split.train].max() == dates[689]
    assert dates[split.validation].max() == dates[839]


def test_label_of_a_ticker_that_paused_over_the_cut_is_left_out():
    dates, ends = make_panel(1000, 1, 5, 0.0, 0)
    paused = np.concatenate([dates, dates[[600]]]), np.concatenate([ends, dates[[900]]])
    split = split_by_date(*paused, 5, 0)
    assert len(dates) not in split.train
    assert 600 in split.train


@pytest.mark.parametrize(("horizon", "embargo"), [(1, 0), (10, 5), (63, 63)])
def test_exactly_the_announced_sessions_are_enough(horizon, embargo):
    needed = sessions_needed(horizon, embargo)
    dates, ends = make_panel(needed, 1, horizon, 0.0, 0)
    split = split_by_date(dates, ends, horizon, embargo)
    assert min(len(part) for part in split.parts) >= MIN_PART_SESSIONS
    with pytest.raises(TooFewRowsError, match=f"at least {needed} .* there are {needed - 1}"):
        split_by_date(dates[:-1], ends[:-1], horizon, embargo)


def test_out_of_time_keeps_a_day_together_and_the_newest_for_the_test():
    dates = np.datetime64("2020-01-01") + np.repeat(np.arange(50), 8) * DAY
    shuffled = np.random.default_rng(0).permutation(dates)
    split = split_out_of_time(shuffled)
    train, validation, test = (shuffled[part] for part in split.parts)
    assert train.max() < validation.min() <= validation.max() < test.min()
    assert [len(part) for part in split.parts] == [280, 56, 64]
    assert split.plan.test_start == test.min().astype(object)


def test_out_of_time_refuses_rows_of_a_single_day():
    with pytest.raises(TooFewRowsError, match="only 1 different days"):
        split_out_of_time(np.repeat(np.datetime64("2020-01-01"), 500))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 4), min_size=100, max_size=600).map(np.array),
)
def test_stratified_parts_hold_every_row_once(target):
    split = split_stratified(target)
    assert sorted(np.concatenate(split.parts).tolist()) == list(range(len(target)))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=100, max_size=600).map(np.array))
def test_stratified_parts_hold_the_same_share_of_each_class(target):
    split = split_stratified(target)
    for value in np.unique(target):
        n_rows = (target == value).sum()
        counts = [(target[part] == value).sum() for part in split.parts]
        assert counts == pytest.approx([0.70 * n_rows, 0.15 * n_rows, 0.15 * n_rows], abs=1.01)


def test_stratified_split_is_the_same_every_time():
    target = np.arange(300) % 3
    first, second = split_stratified(target), split_stratified(target)
    for one, other in zip(first.parts, second.parts, strict=True):
        np.testing.assert_array_equal(one, other)


def test_no_split_takes_a_seed():
    for name, function in inspect.getmembers(module, inspect.isfunction):
        assert "seed" not in inspect.signature(function).parameters, name


@pytest.mark.parametrize("n_rows", [0, 1, 99])
def test_too_few_rows_are_counted_in_the_error(n_rows):
    with pytest.raises(TooFewRowsError, match=f"At least 100 rows .* there are {n_rows}"):
        split_stratified(np.arange(n_rows) % 2)
