"""Everything a model card tells, as a finished run found it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from core.distill.reports import Role
from core.evaluate.fairness.fairness import Fairness
from core.evaluate.looks.credit_figures import CreditFigures
from core.evaluate.looks.importance import ModelImportance
from core.evaluate.looks.reliability import Reliability
from core.evaluate.looks.selective import Selective
from core.evaluate.looks.threshold import ThresholdEffect
from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency
from core.evaluate.verdict import Verdict
from core.models.cost import Cost
from core.spec import MARKET_TASKS, RunSpec

DeployedRole = Literal["distilled", "teacher"]


@dataclass(frozen=True)
class CardPart:
    """Rows of one part of the split, with its days where there are dates.

    ``classes`` counts the rows of each class; empty where that is not known.
    """

    name: str
    rows: int
    start: dt.date | None
    end: dt.date | None
    classes: tuple[int, ...] = ()


@dataclass(frozen=True)
class CardColumn:
    """One column of the comparison."""

    role: Role
    name: str
    cost: Cost
    scores: Scores
    latency: Latency


@dataclass(frozen=True)
class CardSetting:
    """One choice of the run, in words."""

    group: str
    label: str
    value: str


@dataclass(frozen=True)
class CardGap:
    """A column, and the share of its training cells that is missing."""

    column: str
    share: float


@dataclass(frozen=True)
class CardSmaller:
    """That the model is a smaller file of the distilled student, and what that changed.

    Parameters
    ----------
    label : str
        How it was made smaller, within a sentence.
    agreement : float
        Share of test rows that it puts in the class of the full student.
    difference : Interval
        Its AUC minus that of the full student, on test rows.
    largest_change : float
        Of a probability of the known rows, against the full student.
    size_bytes, scores, latency
        Of the full student's file, measured in turns with this one: of one seed.
    n_tried : int
        How many smaller files were judged on the test rows.
    """

    label: str
    agreement: float
    difference: Interval
    largest_change: float
    size_bytes: int
    scores: Scores
    latency: Latency
    n_tried: int


@dataclass(frozen=True)
class CardCare:
    """What a reviewer asks about besides scores; None and empty where a run did not keep it.

    Parameters
    ----------
    threshold : ThresholdEffect or None
        Of two classes: chosen on validation rows, beside 0.5, on test rows.
    reliability : Reliability or None
    selective : Selective or None
    importance : ModelImportance or None
    fairness : Fairness or None
        Of each model, every row getting its likeliest class.
    fairness_in_use : Fairness or None
        Of the model in the bundle alone, at its threshold.
    no_fairness : str
        Why groups were not compared: a full sentence.
    protected, ignored : tuple of str
        Columns named like a protected attribute; columns that the user kept from all models.
    sentences : tuple of str
        What the run found besides: headroom, non-inferiority, warnings.
    figures : CreditFigures or None
        Of a score of two classes.
    seed_aucs : tuple of float
        AUC on test rows of each seed of the model in the bundle, `shown_seed` being its place.
    walk_sentence : str
        What walking forward over test blocks found; empty where there was one block.
    """

    threshold: ThresholdEffect | None = None
    reliability: Reliability | None = None
    selective: Selective | None = None
    importance: ModelImportance | None = None
    fairness: Fairness | None = None
    fairness_in_use: Fairness | None = None
    no_fairness: str = ""
    protected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    sentences: tuple[str, ...] = ()
    figures: CreditFigures | None = None
    seed_aucs: tuple[float, ...] = ()
    shown_seed: int = 0
    walk_sentence: str = ""


@dataclass(frozen=True)
class CardFacts:
    """Everything a card tells.

    ``largest_difference`` is that between the file and the trained model over the known rows
    when the bundle was written, ``command`` the line that repeats the run, ``settings`` its
    choices in words. ``target_column`` is empty where it was recognised in a file. ``gaps``
    name the columns with missing training cells; None where that was not kept. ``data_words``
    say what is known of a bundled sample, and ``securities`` those of the test rows.
    """

    spec: RunSpec
    data_name: str
    attribution: str
    licence: str
    content_hash: str
    parts: tuple[CardPart, ...]
    gap_days: int
    column_names: tuple[str, ...]
    class_names: tuple[str, ...]
    columns: tuple[CardColumn, ...]
    agreement: float
    verdict: Verdict
    student_seed: int
    packages: tuple[tuple[str, str], ...]
    role: DeployedRole = "distilled"
    against_teacher: Interval | None = None
    care: CardCare = field(default=CardCare())
    largest_difference: float = float("nan")
    known_rows: int = 0
    model_sha256: str = ""
    command: str = ""
    has_drift: bool = False
    stopped_early: bool = False
    smaller: CardSmaller | None = None
    settings: tuple[CardSetting, ...] = ()
    target_column: str = ""
    gaps: tuple[CardGap, ...] | None = None
    data_words: str = ""
    securities: tuple[str, ...] = ()

    @property
    def reads_prices(self) -> bool:
        """Whether the question is one of prices."""
        return self.spec.task.name in MARKET_TASKS

    @property
    def deployed(self) -> CardColumn:
        """The column whose model is in the bundle."""
        return self.column(self.role)

    def column(self, role: Role) -> CardColumn:
        """Return a column of the comparison by its role."""
        return next(column for column in self.columns if column.role == role)
