"""What a search says after each trial, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from core.evaluate.verdict import Verdict
from core.lab.result import DataSummary, ModelResult, Seconds
from core.spec import RunSpec
from core.spec.search import SearchSpec

TrialState = Literal["complete", "pruned", "failed"]


@dataclass(frozen=True)
class Setting:
    """What is tried; ``student`` is its place among the students of the spec."""

    student: int
    alpha: float
    temperature: float
    learning_rate: float


@dataclass(frozen=True)
class TrialTold:
    """One trial, numbered from 0: the student alone and the distilled one, trained side by side.

    ``auc`` and ``alone_auc`` are from validation rows, means over seeds: of the best epochs
    for a trial that is complete, of the newest epoch for one that was given up, None for one
    that failed. ``curve`` and ``alone_curve`` are the same after each of the ``epochs``.
    """

    number: int
    setting: Setting
    state: TrialState
    auc: float | None
    alone_auc: float | None
    parameters: int
    seconds: float
    epochs: tuple[int, ...] = ()
    curve: tuple[float, ...] = ()
    alone_curve: tuple[float, ...] = ()


@dataclass(frozen=True)
class SearchFound:
    """One finished search.

    ``best`` and ``best_alone`` are the numbers of the trials that validation rows chose for the
    distilled student and for the student alone, ``front`` those of which no other is as good
    with fewer parameters. The models and the verdict are from the test rows, which were looked
    at for these two only. ``stopped_early`` says that the user ended the search.
    """

    spec: SearchSpec
    data: DataSummary
    baseline: ModelResult
    alone: ModelResult
    distilled: ModelResult
    teacher: ModelResult
    trials: tuple[TrialTold, ...]
    best: int
    best_alone: int
    front: tuple[int, ...]
    verdict: Verdict
    seconds: Seconds
    stopped_early: bool
    notes: tuple[str, ...] = ()

    @property
    def chosen_run(self) -> RunSpec:
        """The run that trains the chosen trial."""
        setting = self.trials[self.best].setting
        student = self.spec.students[setting.student]
        values = (setting.alpha, setting.temperature, setting.learning_rate)
        return self.spec.of_trial(student, *values)

    @property
    def sentence(self) -> str:
        """What stands for all of it in a list."""
        return self.verdict.sentence
