"""Everything one finished run found out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from core.deploy.shares import TrainingShares
from core.distill.reports import EpochReport, Role
from core.evaluate.looks.importance import Importance
from core.evaluate.luck.walked import WalkForward
from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency
from core.evaluate.speed.latency_ratio import SpeedUp
from core.evaluate.verdict import Verdict
from core.lab.evidence import Evidence
from core.models.cost import Cost
from core.spec import RunSpec
from core.tasks.encode import Encoder


@dataclass(frozen=True)
class PartSummary:
    """Size and days of one part of the split; the days are None without dates.

    ``classes`` counts its rows by class; empty in runs that an earlier version made.
    """

    rows: int
    start: dt.date | None
    end: dt.date | None
    classes: tuple[int, ...] = ()


@dataclass(frozen=True)
class DataSummary:
    """The data set in numbers."""

    name: str
    attribution: str
    licence: str
    rows: int
    features: int
    classes: tuple[str, ...]
    gap_days: int
    train: PartSummary
    validation: PartSummary
    test: PartSummary
    content_hash: str


@dataclass(frozen=True)
class ModelResult:
    """One column of the comparison."""

    role: Role
    name: str
    cost: Cost
    scores: Scores
    latency: Latency


@dataclass(frozen=True)
class Tuned:
    """The training choices that the search on validation found best for one role."""

    role: Role
    learning_rate: float
    weight_decay: float
    dropout: float


@dataclass(frozen=True)
class Seconds:
    """Wall time of each part of the run."""

    data: float
    teacher: float
    students: float
    evaluate: float
    walk: float = 0.0


@dataclass(frozen=True)
class Artefacts:
    """What can be deployed: the ONNX files and what is needed to feed them.

    ``student`` and ``teacher`` read float32 raw rows (n, n_columns), or windows
    (n, window, n_columns), and answer probabilities (n, n_classes).
    ``student_seed`` is the repeat that did best on validation. ``golden_rows`` are a few
    such raw rows, ``golden_probabilities`` what the trained student itself answers; those of
    the teacher are None in runs that an earlier version made.
    """

    student: bytes
    teacher: bytes
    encoder: Encoder
    student_seed: int
    golden_rows: np.ndarray
    golden_probabilities: np.ndarray
    teacher_golden_rows: np.ndarray | None = None
    teacher_golden_probabilities: np.ndarray | None = None


@dataclass(frozen=True)
class Result:
    """One finished run: four columns, the verdict and how it came about.

    ``other_baselines`` holds the naive models that are not the baseline column, and
    logistic regression. ``against_teacher`` is the distilled student's AUC minus the
    teacher's. ``stopped_early`` says that the user stopped the training. ``headroom`` is the
    teacher's AUC minus that of the student alone: what there is to be taught. ``notes`` are
    sentences about what a reader must know besides, such as a seed that was left out.
    ``tuned`` is empty where training choices were not searched. ``speed_up`` is how many
    times as fast the student answers as the teacher, and ``importance`` what both listen to.
    ``walk`` is there where several test blocks were asked for. ``training_shares`` say how the
    training rows were spread, without any row. What has None here is missing in runs that an
    earlier version made.
    """

    spec: RunSpec
    data: DataSummary
    baseline: ModelResult
    alone: ModelResult
    distilled: ModelResult
    teacher: ModelResult
    other_baselines: tuple[ModelResult, ...]
    agreement: float
    against_teacher: Interval
    verdict: Verdict
    curves: tuple[EpochReport, ...]
    seconds: Seconds
    artefacts: Artefacts
    stopped_early: bool
    headroom: Interval | None = None
    notes: tuple[str, ...] = ()
    tuned: tuple[Tuned, ...] = ()
    accuracy_against_teacher: Interval | None = None
    speed_up: SpeedUp | None = None
    importance: Importance | None = None
    walk: WalkForward | None = None
    evidence: Evidence | None = None
    training_shares: TrainingShares | None = None

    @property
    def columns(self) -> tuple[ModelResult, ModelResult, ModelResult, ModelResult]:
        """Baseline, alone, distilled and teacher, in the order they are shown."""
        return self.baseline, self.alone, self.distilled, self.teacher
