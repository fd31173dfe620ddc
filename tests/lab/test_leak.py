from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch

from core.data.load import load
from core.data.table import Table
from core.errors import SpecError, TooFewRowsError
from core.evaluate.scores import Interval
from core.lab import leak
from core.lab.leak import LEAK_MODEL, LEAK_SEED, LeakCard, LeakRow
from core.lab.leak_splits import LEAK_DATA, LEAK_TASK
from core.models.trees import fit_trees
from core.spec import DataSpec, ModelSpec, TaskSpec
from core.tasks.make import make_dataset
from tests.evaluate.made_up import point_scores


@pytest.fixture(scope="module")
def stocks() -> Table:
    return load(LEAK_DATA)


@pytest.fixture(scope="module")
def card(stocks: Table) -> LeakCard:
    return leak.leak_card(stocks)


@pytest.fixture
def small_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leak, "LEAK_MODEL", ModelSpec(name="trees", trees=10, leaves=4))


def row(split: str, auc: float, width: float = 0.02, accuracy: float = 0.5) -> LeakRow:
    return LeakRow(
        split=split,
        title=split,
        why="",
        accuracy=Interval(accuracy, accuracy - width, accuracy + width),
        auc=Interval(auc, auc - width, auc + width),
        majority_accuracy=0.5,
        train_rows=100,
        test_rows=50,
        securities=2,
        seconds=0.1,
    )


@pytest.mark.slow
def test_shuffling_reports_far_more_than_a_row_cut_and_that_more_than_the_honest_split(
    card: LeakCard,
) -> None:
    shuffled, by_row, honest = card.rows
    assert shuffled.auc.mean > by_row.auc.mean + 0.15
    assert by_row.auc.mean > honest.auc.mean + 0.05
    assert shuffled.accuracy.mean > by_row.accuracy.mean + 0.1
    assert by_row.accuracy.mean > honest.accuracy.mean + 0.03


@pytest.mark.slow
@pytest.mark.parametrize(
    ("place", "accuracy", "auc"), [(0, 0.79, 0.86), (1, 0.58, 0.62), (2, 0.52, 0.51)]
)
def test_the_known_numbers_come_out(
    card: LeakCard, place: int, accuracy: float, auc: float
) -> None:
    assert card.rows[place].accuracy.mean == pytest.approx(accuracy, abs=0.05)
    assert card.rows[place].auc.mean == pytest.approx(auc, abs=0.06)


@pytest.mark.slow
def test_only_the_honest_interval_holds_chance(card: LeakCard) -> None:
    assert [row.auc.contains(0.5) for row in card.rows] == [False, False, True]
    assert card.rows[0].auc.low > card.rows[2].auc.high


@pytest.mark.slow
def test_the_honest_row_is_the_model_of_a_run_on_the_data_set_of_a_run(
    card: LeakCard, stocks: Table
) -> None:
    dataset, honest = make_dataset(stocks, LEAK_TASK), card.rows[2]
    train, test = dataset.train, dataset.test
    model = fit_trees(LEAK_MODEL, train.rows, train.target, LEAK_MODEL.trees, LEAK_SEED)
    answers = torch.softmax(model.logits(test.rows).double(), dim=1).numpy()
    accuracy, _, auc, *_ = point_scores(test.target.numpy(), answers)
    assert (honest.accuracy.mean, honest.auc.mean) == pytest.approx((accuracy, auc), abs=1e-12)
    assert (honest.train_rows, honest.test_rows) == (len(train), len(test))


@pytest.mark.slow
def test_the_sentence_tells_all_three_and_which_one_counts(card: LeakCard) -> None:
    for row in card.rows:
        assert f"{row.accuracy.mean:.2f} accuracy (AUC {row.auc.mean:.2f})" in card.sentence
    assert "4 securities" in card.sentence  # FB has fewer days than the indicators need
    assert "The difference is no skill" in card.sentence
    assert "Only the honest split says" in card.sentence
    assert "cannot be told from chance" in card.sentence


@pytest.mark.usefixtures("small_model")
def test_the_same_prices_give_the_same_card(stocks: Table) -> None:
    first, second = ([replace(row, seconds=0) for row in leak.leak_rows(stocks)] for _ in range(2))
    assert first == second


@pytest.mark.usefixtures("small_model")
def test_each_row_is_ready_before_the_next_is_trained(
    stocks: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[int] = []

    def counted(*arguments):
        trained.append(1)
        return fit_trees(*arguments)

    monkeypatch.setattr(leak, "fit_trees", counted)
    rows: Iterator[LeakRow] = leak.leak_rows(stocks)
    assert (next(rows).split, len(trained)) == ("shuffled", 1)
    assert (next(rows).split, len(trained)) == ("by row", 2)
    assert (next(rows).split, len(trained)) == ("by date", 3)


@pytest.mark.usefixtures("small_model")
@pytest.mark.parametrize("task", [TaskSpec(name="trend"), TaskSpec(name="risk")], ids=str)
def test_every_market_task_has_a_card(stocks: Table, task: TaskSpec) -> None:
    rows = list(leak.leak_rows(stocks, task))
    assert all(0.3 < row.auc.mean <= 1 for row in rows)
    assert all(0 < row.majority_accuracy < 1 for row in rows)


@pytest.mark.usefixtures("small_model")
def test_of_many_bars_the_longest_securities_are_used(
    stocks: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leak, "MOST_BARS", 7_000)
    rows = list(leak.leak_rows(stocks))
    assert {row.securities for row in rows} == {2}
    assert rows[0].train_rows < 7_000 * 0.7


def test_other_tasks_are_refused() -> None:
    german = load(DataSpec(sample="german_credit"))
    with pytest.raises(SpecError, match="question about prices"):
        leak.leak_card(german, TaskSpec(name="credit"))
    with pytest.raises(SpecError, match="daily prices"):
        leak.leak_card(german)


def test_a_short_history_is_refused(stocks: Table) -> None:
    short = replace(stocks, frame=pd.concat([stocks.frame.head(300)]))
    with pytest.raises(TooFewRowsError):
        leak.leak_card(short)


@pytest.mark.parametrize(
    ("honest_auc", "width", "claim"),
    [(0.5, 0.02, "cannot be told from"), (0.7, 0.02, "is above"), (0.4, 0.02, "is below")],
)
def test_the_sentence_claims_what_the_interval_does(
    honest_auc: float, width: float, claim: str
) -> None:
    rows = row("shuffled", 0.9), row("by row", 0.6), row("by date", honest_auc, width)
    assert f"its AUC {claim} chance, 0.5" in LeakCard(rows).sentence


def test_overlapping_intervals_are_not_called_a_difference() -> None:
    rows = row("shuffled", 0.53), row("by row", 0.52), row("by date", 0.51)
    assert "not clear here" in LeakCard(rows).sentence
    assert "no skill" not in LeakCard(rows).sentence


def test_a_row_without_auc_says_so() -> None:
    without = row("by row", np.nan), row("by date", np.nan)
    sentence = LeakCard((row("shuffled", 0.9), *without)).sentence
    assert "no AUC" in sentence
    assert "nan" not in sentence
