"""What a sweep says while it goes on, and what it found out."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency
from core.evaluate.verdict import Verdict
from core.lab.result import DataSummary, ModelResult, Seconds
from core.models.cost import Cost
from core.spec import ModelSpec, RunSpec
from core.spec.sweep import SweepSpec


@dataclass(frozen=True)
class CellSoFar:
    """One cell during training: the best AUC on validation rows so far, mean over seeds.

    ``difference`` is that minus the best of the student alone so far, over the seeds in which
    both have one; ``auc`` is the mean of the student alone over all seeds plus that difference.
    NaN where there is no such seed.
    """

    alpha: float
    temperature: float
    auc: float
    difference: float


@dataclass(frozen=True)
class CellsTold:
    """All cells of one student after an epoch; ``student`` is its place in the spec."""

    student: int
    epoch: int
    epochs: int
    cells: tuple[CellSoFar, ...]
    alone_auc: float
    seconds: float

    @property
    def ahead(self) -> CellSoFar:
        """The cell with the highest AUC; one without a number is never ahead."""
        return max(self.cells, key=lambda cell: (math.isfinite(cell.auc), cell.auc))


@dataclass(frozen=True)
class Cell:
    """One combination of student, alpha and temperature, judged.

    ``student`` is its place among the students of the sweep. ``validation`` is the AUC on
    the rows that choose, ``validation_difference`` that minus the student alone. ``scores``
    and ``difference``, AUC again, are from the test rows. All pairs are of one seed each.
    ``seeds`` counts those in which both of a pair had a usable epoch; where they are too few it
    is 0 and all numbers are NaN. ``alone`` and ``alone_validation`` are the student alone over
    just those seeds, on test and on validation rows; results of earlier versions lack them.
    """

    student: int
    alpha: float
    temperature: float
    seeds: int
    validation: Interval
    validation_difference: Interval
    scores: Scores
    difference: Interval
    alone: Scores | None = None
    alone_validation: Interval | None = None

    @property
    def is_judged(self) -> bool:
        """Whether enough seeds are left for any number."""
        return self.seeds > 0

    def score(self, alone_mean: float) -> float:
        """Return the AUC on validation rows that a cell is ranked by beside cells of other seeds.

        Parameters
        ----------
        alone_mean : float
            AUC of the student alone on validation rows, mean over all its seeds.

        Returns
        -------
        float
            That plus the mean paired difference: the cell's own AUC where no seed was lost.
        """
        own = self.alone_validation
        return self.validation.mean + (alone_mean - own.mean if own else 0.0)


@dataclass(frozen=True)
class Student:
    """One student of a sweep: what it costs, and how it does alone.

    ``latency`` and ``cost`` are those of its file, which teaching does not change.
    ``against_teacher`` is the AUC on test rows of its best cell minus that of the teacher.
    """

    spec: ModelSpec
    name: str
    cost: Cost
    latency: Latency
    alone: Scores
    alone_validation: Interval
    best: int
    against_teacher: Interval


@dataclass(frozen=True)
class Sweep:
    """One finished sweep.

    ``best`` is the place of the cell that validation rows chose, ``verdict`` what the test
    rows say of it. ``stopped_early`` says that the user ended the training: what was trained
    by then is judged.
    """

    spec: SweepSpec
    data: DataSummary
    baseline: ModelResult
    teacher: ModelResult
    students: tuple[Student, ...]
    cells: tuple[Cell, ...]
    best: int
    verdict: Verdict
    seconds: Seconds
    stopped_early: bool
    notes: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What stands for all of it in a list."""
        return self.verdict.sentence

    def run_of(self, cell: Cell) -> RunSpec:
        """Return the run of one cell, which trains with exactly its choices."""
        return self.spec.cell(self.students[cell.student].spec, cell.alpha, cell.temperature)

    def alone_of(self, cell: Cell) -> Scores:
        """Return the student alone on test rows, over the seeds of a cell where that is known."""
        return cell.alone or self.students[cell.student].alone

    def alone_validation_of(self, cell: Cell) -> Interval:
        """Return the AUC of the student alone on validation rows, over the seeds of a cell."""
        return cell.alone_validation or self.students[cell.student].alone_validation

    def of_student(self, place: int) -> tuple[Cell, ...]:
        """Return the cells of one student, in the order of alpha and then of temperature."""
        return tuple(cell for cell in self.cells if cell.student == place)
