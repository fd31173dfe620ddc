"""Training the cells of a sweep: of one student all seeds, alphas and temperatures together."""

from __future__ import annotations

import math
from collections.abc import Collection, Generator, Mapping
from dataclasses import dataclass

from core.distill.fit import diverged
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.reports import EpochReport, StopSignal
from core.distill.students import FEWEST_SEEDS, temperature_of, train_students
from core.lab.events import StageStarted
from core.lab.sweep.outcome import CellSoFar, CellsTold
from core.spec import ModelSpec
from core.spec.sweep import SweepSpec

Point = tuple[float, float]
"""Alpha and temperature."""

Said = StageStarted | CellsTold


@dataclass(frozen=True)
class TrainedStudent:
    """All trained models of one student, seed by seed: alone, and of every cell.

    A cell has the seeds that the student alone kept, without those in which its own training
    had no usable epoch; with too few of them it is empty. ``n_begun`` counts the seeds whose
    training was begun: of those asked for, all that no stop left out.
    """

    place: int
    spec: ModelSpec
    alone: tuple[TrainedLearner, ...]
    cells: tuple[tuple[Point, tuple[TrainedLearner, ...]], ...]
    n_begun: int

    def alone_beside(self, cell: tuple[TrainedLearner, ...]) -> tuple[TrainedLearner, ...]:
        """Return the student alone of the seeds of a cell, so that each is one of a pair."""
        seeds = {one.learner.seed for one in cell}
        return tuple(one for one in self.alone if one.learner.seed in seeds)


def points_of(spec: SweepSpec) -> tuple[Point, ...]:
    """Return alpha and temperature of every cell of a student."""
    return tuple((alpha, heat) for alpha in spec.alphas for heat in spec.temperatures)


def trained_at(spec: SweepSpec, point: Point) -> Point:
    """Return the alpha and the temperature that a cell trains with, as a run of its own would."""
    alpha, heat = point
    distill = spec.run.distill.model_copy(update={"temperature": heat})
    return alpha, temperature_of(distill)


def learners_of(spec: SweepSpec) -> tuple[Learner, ...]:
    """Return who is trained for one student: alone and every taught cell, seed by seed.

    With alpha 0 nobody teaches: those cells are the student alone, and not trained again. Nor
    are cells that differ by a temperature which their method does not use.
    """
    heat, method = spec.temperatures[0], spec.run.distill.method
    taught = dict.fromkeys(trained_at(spec, point) for point in points_of(spec) if point[0] > 0)
    return tuple(
        learner
        for seed in spec.run.seeds
        for learner in (
            Learner("alone", seed, 0.0, heat, method),
            *(Learner("distilled", seed, *point, method) for point in taught),
        )
    )


def train_cells(
    spec: SweepSpec,
    place: int,
    train: TaughtRows,
    validation: TaughtRows,
    sentence: str,
    shares: Point,
    should_stop: StopSignal,
) -> Generator[Said, None, TrainedStudent]:
    """Train one student in every cell, telling after each epoch how the cells stand.

    Parameters
    ----------
    spec : SweepSpec
    place : int
        Which student of the sweep.
    train, validation : TaughtRows
        As this student reads them.
    sentence : str
        What goes on, for whoever waits.
    shares : tuple of float
        Share of the whole sweep that lies behind before and after this student.
    should_stop : StopSignal
        As in `core.distill.students.train_students`.

    Raises
    ------
    TrainingError
        When too few seeds had a usable epoch.
    """
    student, learners = spec.students[place], learners_of(spec)
    settings = spec.run.train
    yield StageStarted("students", shares[0], sentence, shares[1], epochs=settings.epochs)
    rows = (train, validation)
    training = train_students(student, learners, *rows, settings, should_stop, each_for_itself=True)
    best = BestSoFar()
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            return sorted_into_cells(spec, place, ended.value, settings.seeds)
        yield epoch_of(report, sentence, shares)
        told = cells_so_far(spec, place, best.of(learners, report), report)
        if told is not None:
            yield told


class BestSoFar:
    """The highest AUC on validation rows that each learner has had so far.

    After the same epoch one learner may be past its best and another far from it; what a cell
    is judged by in the end is its best epoch, and so is that of the student alone.
    """

    def __init__(self) -> None:
        self._best: dict[Learner, float] = {}

    def of(self, learners: tuple[Learner, ...], report: EpochReport) -> dict[Learner, float]:
        """Take in a report of these learners; return their best, NaN where they have none.

        Where none of them has an AUC the epoch was not ranked, and all are NaN. One learner
        without has diverged, and keeps the best that it had.
        """
        pairs = zip(learners, report.learners, strict=True)
        ranked = {x: y.validation_auc for x, y in pairs if not math.isnan(y.validation_auc)}
        if not ranked:
            return dict.fromkeys(learners, math.nan)
        for learner, auc in ranked.items():
            self._best[learner] = max(auc, self._best.get(learner, auc))
        return {learner: self._best.get(learner, math.nan) for learner in learners}


def cells_so_far(
    spec: SweepSpec, place: int, best: Mapping[Learner, float], report: EpochReport
) -> CellsTold | None:
    """Return how every cell stands after an epoch; None where no AUC of alone is known.

    A seed counts for a cell where both it and the student alone have an AUC.

    Parameters
    ----------
    spec : SweepSpec
    place : int
        Which student of the sweep.
    best : mapping
        AUC on validation rows of every learner, as `BestSoFar` gives it.
    report : EpochReport
        Of that epoch.
    """
    alone = {x.seed: auc for x, auc in best.items() if x.alpha == 0 and not math.isnan(auc)}
    if not alone:
        return None
    gains: dict[Point, list[float]] = {}
    for learner, auc in best.items():
        if learner.alpha > 0 and learner.seed in alone and not math.isnan(auc):
            point = (learner.alpha, learner.temperature)
            gains.setdefault(point, []).append(auc - alone[learner.seed])
    alone_auc = _mean(alone.values())
    cells = []
    for alpha, heat in points_of(spec):
        gain = _mean(gains.get(trained_at(spec, (alpha, heat)), ())) if alpha > 0 else 0.0
        cells.append(CellSoFar(alpha, heat, alone_auc + gain, gain))
    return CellsTold(place, report.epoch, report.epochs, tuple(cells), alone_auc, report.seconds)


def _mean(values: Collection[float]) -> float:
    return sum(values) / len(values) if values else math.nan


def epoch_of(report: EpochReport, sentence: str, shares: Point) -> StageStarted:
    """Say that an epoch of all cells of a student is done."""
    before, after = shares
    return StageStarted(
        "students",
        before + (after - before) * report.epoch / report.epochs,
        sentence,
        shares[1],
        is_epoch=True,
        epoch=report.epoch,
        epochs=report.epochs,
        seconds=report.seconds,
    )


def sorted_into_cells(
    spec: SweepSpec, place: int, trained: tuple[TrainedLearner, ...], n_begun: int
) -> TrainedStudent:
    """Sort trained models of so many seeds into cells; those without a teacher are alone.

    Raises
    ------
    TrainingError
        When no cell with a teacher has enough seeds with a usable epoch.
    """
    alone = tuple(one for one in trained if one.learner.role == "alone")
    of_point: dict[Point, list[TrainedLearner]] = {}
    for one in trained:
        if one.learner.role == "alone":
            continue
        of_point.setdefault((one.learner.alpha, one.learner.temperature), []).append(one)
    fewest = min(FEWEST_SEEDS, spec.run.train.seeds)
    taught = {point: own for point, own in of_point.items() if len(own) >= fewest}
    cells = tuple(
        (point, tuple(taught.get(trained_at(spec, point), ())) if point[0] > 0 else alone)
        for point in points_of(spec)
    )
    asked = [one for one in learners_of(spec) if one.role == "distilled"]
    if asked and not taught:
        raise diverged(asked[0])
    return TrainedStudent(place, spec.students[place], alone, cells, n_begun)
