"""One way of making a student smaller: what came of it, and whether it is kept."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field

import numpy as np

from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency

LARGEST_LOSS = 0.005
"""AUC that may be given up: half a point, with the whole interval."""

LEAST_AGREEMENT = 0.99
MOST_DEPENDENCE = 1e-5
"""Change of a probability with the rows beside it; beyond, a bundle cannot prove its answers."""

PERCENT = 100
NOT_IN_A_FILE_NAME = re.compile(r"[^a-z0-9]+")


def _no_answers() -> np.ndarray:
    return np.empty((0, 0), np.float32)


@dataclass(frozen=True)
class Measured:
    """What was found out about one smaller file, against the full student's file.

    Parameters
    ----------
    onnx : bytes
        The file.
    scores : Scores
        On the test rows, of the one student that is deployed.
    latency : Latency
    agreement : float
        Share of rows that it puts in the class of the full student: the lower one of rows
        asked in batches and rows asked one by one.
    difference : Interval
        Its AUC minus that of the full student.
    depends_on_batch : float
        Largest difference of a probability between a row asked alone and among others.
    test, validation : ndarray of shape (n_rows, n_classes), float32
        What it answers to the test and the validation rows of the run.
    """

    onnx: bytes
    scores: Scores
    latency: Latency
    agreement: float
    difference: Interval
    depends_on_batch: float
    test: np.ndarray = field(default_factory=_no_answers, repr=False, compare=False)
    validation: np.ndarray = field(default_factory=_no_answers, repr=False, compare=False)

    @property
    def size_bytes(self) -> int:
        """Size of the file."""
        return len(self.onnx)


@dataclass(frozen=True)
class Variant:
    """One way of shrinking: what came of it, whether it is kept, and why in words.

    ``measured`` is None where the way has nothing to do on this student.
    """

    name: str
    is_kept: bool
    reason: str
    measured: Measured | None


@dataclass(frozen=True)
class MadeSmaller:
    """A smaller file that is kept, to be handed over in place of the full student's.

    Parameters
    ----------
    name : str
        The way it was made.
    measured, full : Measured
        It, and the full student, measured in the same way on the same rows.
    n_tried : int
        How many smaller files were judged on those rows.
    """

    name: str
    measured: Measured
    full: Measured
    n_tried: int

    @property
    def label(self) -> str:
        """Its name within a sentence."""
        return self.name[:1].lower() + self.name[1:]

    @property
    def file_name(self) -> str:
        """What its bundle is called."""
        return f"student-{NOT_IN_A_FILE_NAME.sub('-', self.name.lower())}.zip"


@dataclass(frozen=True)
class Smaller:
    """The full student, measured the same way, and every way of shrinking it."""

    full: Measured
    variants: tuple[Variant, ...]

    @property
    def kept(self) -> tuple[MadeSmaller, ...]:
        """The files that are kept, the smallest first."""
        measured = [one for one in self.variants if one.measured is not None]
        kept = [
            MadeSmaller(one.name, one.measured, self.full, len(measured))
            for one in measured
            if one.is_kept and one.measured is not None
        ]
        return tuple(sorted(kept, key=lambda made: made.measured.size_bytes))

    @property
    def smallest_kept(self) -> MadeSmaller | None:
        """The smallest file that is kept, or None where none is."""
        return next(iter(self.kept), None)


def judged(name: str, measured: Measured, full: Measured) -> Variant:
    """Decide whether a smaller file is kept beside the full one, and say why.

    It must be smaller, lie with the whole 95 % interval of AUC less than half a point below
    the full student, agree with it on 99 % of rows or more, and answer a row alone as it does
    among others.
    """
    refusals = tuple(_refusals(measured, full))
    if refusals:
        return Variant(name, False, f"Not kept: {'; '.join(refusals)}.", measured)
    saved = PERCENT * (1 - measured.size_bytes / full.size_bytes)
    reason = (
        f"Kept: the file is {saved:.0f} % smaller, {_percent(measured.agreement)} of rows stay "
        f"in the same class, and AUC {_of_auc(measured.difference)}."
    )
    return Variant(name, True, reason, measured)


def _refusals(measured: Measured, full: Measured) -> list[str]:
    found = []
    if measured.size_bytes >= full.size_bytes:
        found.append(
            f"the file is not smaller, it has {measured.size_bytes:,} bytes and the full one "
            f"{full.size_bytes:,}"
        )
    if not measured.agreement >= LEAST_AGREEMENT:
        found.append(f"only {_percent(measured.agreement)} of rows stay in the same class")
    if math.isnan(measured.difference.low):
        found.append("the difference in AUC is not defined on these rows")
    elif not measured.difference.low > -LARGEST_LOSS:
        found.append(
            f"AUC may be more than {PERCENT * LARGEST_LOSS:g} points lower: it "
            f"{_of_auc(measured.difference)}"
        )
    if measured.depends_on_batch > MOST_DEPENDENCE:
        found.append(
            f"a probability changes by up to {measured.depends_on_batch:.1g} with the rows that "
            "are asked beside it"
        )
    return found


def _of_auc(difference: Interval) -> str:
    mean, low, high = (PERCENT * end for end in (difference.mean, difference.low, difference.high))
    return f"differs by {mean:+z.2f} points (95 % interval {low:z.2f} to {high:z.2f})"


def _percent(share: float) -> str:
    """Write a share so that rounding never lifts it to a limit that it does not reach."""
    return f"{math.floor(share * PERCENT * 10) / 10:.1f} %"
