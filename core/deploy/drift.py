"""Whether recent rows are still like the training rows, column by column and in the score."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from core.data.quote import plain
from core.deploy.counting import (
    FEWEST_ROWS,
    places_of,
    scores_of,
    shares_of,
    stability_index,
)
from core.deploy.loaded import LoadedModel, Source, inspected_of
from core.deploy.reading import read_rows, sheet_of, told
from core.deploy.shares import ColumnShares, DriftFile, ScoreShares, TrainingShares
from core.errors import BundleError, TooFewRowsError
from core.evaluate.looks.credit_figures import CONFIDENCE, LARGE_SHIFT, SLIGHT_SHIFT

DRAWS = 4000
SCORE = "score"

Level = Literal["chance", "little", "some", "much", "unknown"]
WORDS = MappingProxyType(
    {
        "chance": "no more than chance explains",
        "little": f"little: more than chance explains, but below {SLIGHT_SHIFT:g}",
        "some": f"some: {SLIGHT_SHIFT:g} to {LARGE_SHIFT:g}, so watch it",
        "much": f"much: above {LARGE_SHIFT:g}, so find the cause before relying on the model",
        "unknown": "not judged: how much of it chance explains is not known",
    }
)


@dataclass(frozen=True)
class Drift:
    """How far one column, or the score, has moved.

    ``index`` is the population stability index, and ``by_chance`` what rows as many as these
    reach without any shift in 95 of 100 such files, all columns taken together; NaN where that
    is not known.
    """

    name: str
    index: float
    by_chance: float
    level: Level

    @property
    def words(self) -> str:
        """What the index means."""
        return WORDS[self.level]


@dataclass(frozen=True)
class DriftReport:
    """Recent rows against training rows.

    Parameters
    ----------
    rows, training_rows : int
    columns : tuple of Drift
        From the one that moved most to the one that moved least.
    score : Drift or None
        The model's own answers against those on validation rows; None where a bundle does not
        tell those.
    sentence : str
    """

    rows: int
    training_rows: int
    columns: tuple[Drift, ...]
    score: Drift | None
    sentence: str

    def to_text(self) -> str:
        """Write the report as an aligned table under its sentence."""
        score = () if self.score is None else (self.score,)
        shown = [(plain(one.name), one) for one in (*score, *self.columns)]
        width = max(len(name) for name, _ in shown)
        lines = [self.sentence, "", f"{'column':<{width}}   PSI    chance  what it means"]
        for name, one in shown:
            chance = "     -" if np.isnan(one.by_chance) else f"{one.by_chance:6.3f}"
            lines.append(f"{name:<{width}}  {one.index:6.3f}  {chance}  {one.words}")
        return "\n".join(lines)


def drift(bundle: Source, content: bytes) -> DriftReport:
    """Compare the rows of a CSV file with the rows that the model of a bundle learned from.

    Parameters
    ----------
    bundle : bytes, Path or Inspected
    content : bytes
        Recent rows as they would be predicted; for a market question, daily prices.

    Returns
    -------
    DriftReport

    Raises
    ------
    BundleError
        When the bundle is not let in, or does not tell how its training rows were spread.
    DataError
        When the file cannot be read, or has fewer than 30 rows.

    Notes
    -----
    The bounds 0.1 and 0.25 are the usual rule of thumb (Siddiqi, 2006). What chance alone
    reaches is drawn from the training shares, at a level that holds for all columns together
    (Bonferroni). Days depend on one another, so for prices it is no less than what stretches of
    training days reach.
    """
    inspected = inspected_of(bundle)
    spread = inspected.bundle.drift
    if spread is None:
        raise BundleError(
            "A bundle must tell how its training rows were spread",
            "this one does not, since an earlier version made it or its run",
            "Start the run again from its settings, and export it.",
        )
    model = LoadedModel(inspected)
    try:
        _, _, rows = read_rows(sheet_of(content), model.schema)
    except ValueError as error:
        raise told(error) from error
    if len(rows) < FEWEST_ROWS:
        raise TooFewRowsError(
            f"Drift needs at least {FEWEST_ROWS} rows",
            f"there are {len(rows)}",
            "Give more recent rows.",
        )
    newest = rows if model.schema.window is None else rows[:, -1]
    return compare_shares(spread, newest, model.probabilities(rows), model.schema.reads_prices)


def compare_shares(
    spread: DriftFile, rows: np.ndarray, probabilities: np.ndarray, days_depend: bool
) -> DriftReport:
    """Compare raw rows and their answers with how training rows were spread.

    Parameters
    ----------
    spread : DriftFile
    rows : ndarray of shape (n_rows, n_columns), float32
    probabilities : ndarray of shape (n_rows, n_classes)
    days_depend : bool
        Whether rows are days, which depend on one another.
    """
    training = spread.training
    several = (1 - CONFIDENCE) / (len(training.columns) + (spread.scores is not None))
    columns = [
        _column(column, cells, training, several, days_depend)
        for column, cells in zip(training.columns, rows.T, strict=True)
    ]
    columns.sort(key=lambda one: -one.index)
    score = None if spread.scores is None else _score(spread.scores, probabilities, several)
    if score is not None and days_depend:
        score = Drift(score.name, score.index, np.nan, "unknown")
    sentence = _sentence(len(rows), training.rows, columns, score)
    return DriftReport(len(rows), training.rows, tuple(columns), score, sentence)


def _column(
    column: ColumnShares,
    cells: np.ndarray,
    training: TrainingShares,
    several: float,
    days_depend: bool,
) -> Drift:
    expected = np.array(column.shares)
    ends = None if column.ends is None else np.array(column.ends)
    places = places_of(cells.astype(np.float64), ends, len(expected) - 1)
    index = float(stability_index(expected, shares_of(places, len(expected))))
    chance = _by_chance(expected, training.rows, len(places), several)
    if days_depend:
        chance = float(np.maximum(chance, _of_stretches(column, training, len(places))))
    return Drift(column.name, index, chance, _level(index, chance))


def _score(scores: ScoreShares, probabilities: np.ndarray, several: float) -> Drift:
    expected, ends = np.array(scores.shares), np.array(scores.ends)
    places = places_of(scores_of(probabilities), ends, 0)
    index = float(stability_index(expected, shares_of(places, len(expected))))
    chance = _by_chance(expected, scores.rows, len(places), several)
    return Drift(SCORE, index, chance, _level(index, chance))


def _by_chance(expected: np.ndarray, before: int, after: int, several: float) -> float:
    """Return the index that two samples from the same shares exceed with a small chance."""
    draw = np.random.default_rng(0)
    # Half a row more in each bin, since a bin that was empty once need not stay so.
    smoothed = expected * before + 0.5
    shares = smoothed / smoothed.sum()
    first = draw.multinomial(before, shares, DRAWS) / before
    second = draw.multinomial(after, shares, DRAWS) / after
    return float(np.quantile(stability_index(first, second), 1 - several))


def _of_stretches(column: ColumnShares, training: TrainingShares, rows: int) -> float:
    """Return what the longest stretches of training days no longer than these reach; or NaN."""
    lengths = zip(training.stretch_rows, column.wandering, strict=True)
    short_enough = [(length, reached) for length, reached in lengths if length <= rows]
    return max(short_enough)[1] if short_enough else np.nan


def _level(index: float, chance: float) -> Level:
    if np.isnan(chance):
        return "unknown"
    if index <= chance:
        return "chance"
    if index < SLIGHT_SHIFT:
        return "little"
    return "some" if index <= LARGE_SHIFT else "much"


def _sentence(rows: int, before: int, columns: list[Drift], score: Drift | None) -> str:
    start = f"{rows:,} recent rows against {before:,} training rows: "
    if all(one.level == "unknown" for one in columns):
        return f"{start}too few to be judged, since days depend on one another."
    much, some = (sum(one.level == level for one in columns) for level in ("much", "some"))
    told = f"{much} of {len(columns)} columns moved much and {some} some, beyond chance"
    if not much and not some:
        told = f"no column moved by {SLIGHT_SHIFT:g} or more beyond chance"
    if score is None:
        return f"{start}{told}."
    return f"{start}{told}; the score: {score.words}."
