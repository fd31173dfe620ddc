from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data.load import load
from core.data.table import Table
from core.errors import TargetError
from core.lab.leak_splits import LEAK_DATA, LEAK_TASK, leak_splits, securities_of
from core.spec import TaskSpec
from core.tasks.make import make_dataset
from core.tasks.market import market_rows
from core.tasks.rows import TaskRows

TASKS = [LEAK_TASK, *(TaskSpec(name=name) for name in ("direction", "trend", "risk"))]


@pytest.fixture(scope="module")
def stocks() -> Table:
    return load(LEAK_DATA)


@pytest.fixture(scope="module")
def rows(stocks: Table) -> TaskRows:
    return market_rows(stocks, LEAK_TASK)


def only(stocks: Table, ticker: str) -> Table:
    return replace(stocks, frame=stocks.frame[stocks.frame["Ticker"] == ticker])


@pytest.mark.parametrize("task", TASKS, ids=lambda task: f"{task.name} {task.horizon_days}")
def test_the_honest_split_is_that_of_a_run(stocks: Table, task: TaskSpec) -> None:
    *_, honest = leak_splits(market_rows(stocks, task), task)
    dataset = make_dataset(stocks, task)
    np.testing.assert_array_equal(honest.train, dataset.train.position)
    np.testing.assert_array_equal(honest.test, dataset.test.position)


def test_shuffled_rows_have_training_days_on_both_sides_of_the_test(rows: TaskRows) -> None:
    shuffled, _, _ = leak_splits(rows, LEAK_TASK)
    train, test = rows.dates[shuffled.train], rows.dates[shuffled.test]
    assert train.min() < test.min()
    assert train.max() > np.median(test.astype("int64")).astype("datetime64[D]")


def test_a_cut_by_row_has_the_same_days_on_both_sides(rows: TaskRows) -> None:
    _, by_row, _ = leak_splits(rows, LEAK_TASK)
    assert by_row.train.max() < by_row.test.min()
    train, test = rows.dates[by_row.train], rows.dates[by_row.test]
    assert np.isin(test, train).mean() > 0.9


def test_only_the_honest_split_keeps_training_labels_before_the_test(rows: TaskRows) -> None:
    overlaps = [
        bool(rows.label_ends[split.train].max() >= rows.dates[split.test].min())
        for split in leak_splits(rows, LEAK_TASK)
    ]
    assert overlaps == [True, True, False]


def test_no_row_both_teaches_and_judges(rows: TaskRows) -> None:
    for split in leak_splits(rows, LEAK_TASK):
        assert not set(split.train) & set(split.test)
        assert rows.is_asked[split.train].all()
        assert rows.is_asked[split.test].all()


def test_the_reason_tells_how_much_neighbouring_labels_share(stocks: Table) -> None:
    long, _, honest = leak_splits(market_rows(stocks, LEAK_TASK), LEAK_TASK)
    assert "9 of the 10 sessions" in long.why
    assert "15 sessions" in honest.why
    short = TaskSpec(name="direction")
    assert "share" not in leak_splits(market_rows(stocks, short), short)[0].why


def test_one_security_is_not_said_to_be_stacked(stocks: Table) -> None:
    alone = market_rows(only(stocks, "IBM"), LEAK_TASK)
    assert securities_of(alone) == 1
    assert leak_splits(alone, LEAK_TASK)[1].why.startswith("With one security")


def test_training_rows_without_a_class_are_refused(rows: TaskRows) -> None:
    target = rows.target.copy()
    target[: len(target) * 3 // 4] = 0
    with pytest.raises(TargetError, match='by row none is "up"'):
        leak_splits(replace(rows, target=target), LEAK_TASK)
