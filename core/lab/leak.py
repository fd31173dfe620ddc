"""The leak card: one model judged under two splits that leak and under the honest one."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch

from core.data.table import Table
from core.errors import SpecError
from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.scores import Interval, Scores
from core.evaluate.verdict import CHANCE_AUC
from core.lab.leak_splits import LEAK_TASK, LeakSplit, SplitName, leak_splits, securities_of
from core.models.trees import fit_trees
from core.spec import MARKET_TASKS, ModelSpec, TaskSpec
from core.tasks.encode import fit_encoder
from core.tasks.market import market_rows
from core.tasks.rows import TaskRows

LEAK_MODEL = ModelSpec(name="trees", trees=300, leaves=31)
LEAK_SEED = 0
MOST_BARS = 25_000
THREADS = 1


@dataclass(frozen=True)
class LeakRow:
    """What one split reports of the model.

    Parameters
    ----------
    split : SplitName
        "by date" is the honest one.
    title, why : str
        Its name, and one sentence on what a test row can share with training rows.
    accuracy, auc : Interval
        On the test rows, with 95 % intervals; AUC is NaN where these lack a class.
    majority_accuracy : float
        Accuracy of always giving the class that most training rows have.
    train_rows, test_rows : int
    securities : int
        Securities that the rows are of.
    seconds : float
        Wall time of encoding, fitting and judging.
    """

    split: SplitName
    title: str
    why: str
    accuracy: Interval
    auc: Interval
    majority_accuracy: float
    train_rows: int
    test_rows: int
    securities: int
    seconds: float


@dataclass(frozen=True)
class LeakCard:
    """The three rows: shuffled, by row, and the honest one, by date."""

    rows: tuple[LeakRow, LeakRow, LeakRow]

    @property
    def sentence(self) -> str:
        """What happened, in numbers, and which number counts."""
        shuffled, by_row, honest = self.rows
        securities = f"{honest.securities} securities" if honest.securities > 1 else "one security"
        reported = (
            f"The same model on the same days of {securities}: shuffled rows report "
            f"{_reported(shuffled)}, a cut by row {_reported(by_row)}, and the honest split "
            f"{_reported(honest)}."
        )
        return f"{reported} {_difference(shuffled, honest)} {_what_counts(honest)}"


def leak_card(table: Table, task: TaskSpec = LEAK_TASK) -> LeakCard:
    """Judge one model under all three splits; see `leak_rows`."""
    shuffled, by_row, honest = leak_rows(table, task)
    return LeakCard((shuffled, by_row, honest))


def leak_rows(table: Table, task: TaskSpec = LEAK_TASK) -> Iterator[LeakRow]:
    """Judge boosted trees under each split, and yield each row when it is ready.

    The three differ in nothing but the split: the same rows, indicators, labels, trees and
    seed, and 70 % of the rows, or of the sessions, to learn from and 15 % to be judged on.
    Like a run it sets torch to one thread, on which small fits do not wait for a busy machine.

    Parameters
    ----------
    table : Table
        Prices. Of more than 25,000 bars only the longest securities are used, to stay fast.
    task : TaskSpec
        A market task; its share of known labels is not used.

    Yields
    ------
    LeakRow
        Shuffled, by row, by date.

    Raises
    ------
    SpecError
        When the task is not a market task, or the table holds no prices.
    TooFewRowsError
        When the securities have too few days to label and split.
    TargetError
        When the training rows of a split lack a class.
    """
    if task.name not in MARKET_TASKS:
        raise SpecError(
            "The leak card needs a question about prices",
            f"the task is {task.name}",
            "Choose direction, trend or risk.",
        )
    torch.set_num_threads(THREADS)
    rows = market_rows(_shortened(table), task)
    for split in leak_splits(rows, task):
        yield _judged(rows, split, task)


def _shortened(table: Table) -> Table:
    if not table.is_prices or len(table.frame) <= MOST_BARS:
        return table
    bars = table.frame["Ticker"].value_counts()
    kept = bars.index[: max(1, int((bars.cumsum() <= MOST_BARS).sum()))]
    return replace(table, frame=table.frame[table.frame["Ticker"].isin(kept)])


def _judged(rows: TaskRows, split: LeakSplit, task: TaskSpec) -> LeakRow:
    started = time.perf_counter()
    scores = _scores(rows, split, task)
    usual = np.bincount(rows.target[split.train]).argmax()
    return LeakRow(
        split=split.name,
        title=split.title,
        why=split.why,
        accuracy=scores.accuracy,
        auc=scores.auc,
        majority_accuracy=float((rows.target[split.test] == usual).mean()),
        train_rows=len(split.train),
        test_rows=len(split.test),
        securities=securities_of(rows),
        seconds=time.perf_counter() - started,
    )


def _scores(rows: TaskRows, split: LeakSplit, task: TaskSpec) -> Scores:
    encoder = fit_encoder(rows.frame, rows.feature_columns, split.train)
    inputs = torch.from_numpy(encoder.encode(encoder.raw(rows.frame)))
    target = torch.from_numpy(rows.target)
    model = fit_trees(
        LEAK_MODEL, inputs[split.train], target[split.train], LEAK_MODEL.trees, LEAK_SEED
    )
    answers = Answers.from_logits(split.name, (model.logits(inputs[split.test]),))
    dates = None if rows.dates is None else rows.dates[split.test]
    truth = Truth(rows.target[split.test], dates, task.horizon_days)
    return compare(truth, (answers,)).scores(split.name)


def _reported(row: LeakRow) -> str:
    auc = "no AUC" if math.isnan(row.auc.mean) else f"AUC {row.auc.mean:.2f}"
    return f"{row.accuracy.mean:.2f} accuracy ({auc})"


def _difference(shuffled: LeakRow, honest: LeakRow) -> str:
    if shuffled.auc.low > honest.auc.high:
        return (
            "The difference is no skill: shuffling put the days around each test day in training."
        )
    return "How much shuffling flatters is not clear here, as the intervals do not stand apart."


def _what_counts(honest: LeakRow) -> str:
    counts, auc = "Only the honest split says what to expect of days to come", honest.auc
    if math.isnan(auc.mean):
        return f"{counts}; it has no AUC, as some class has no test row."
    against_chance = "cannot be told from"
    if not auc.contains(CHANCE_AUC):
        against_chance = "is above" if auc.low > CHANCE_AUC else "is below"
    return (
        f"{counts}: its AUC {against_chance} chance, {CHANCE_AUC} "
        f"(95 % interval {auc.low:.2f} to {auc.high:.2f})."
    )
