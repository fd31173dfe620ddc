"""What training says after each epoch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Role = Literal["baseline", "alone", "distilled", "teacher"]
Phase = Literal["teacher", "between", "students"]

StopSignal = Callable[[], bool]
"""Asked between batches; True means: end here and keep the best finished epoch.

It may block, which pauses the training, or raise, which ends it without a result.
"""


@dataclass(frozen=True)
class LearnerReport:
    """Losses of one learner after one epoch; the soft loss is unscaled (without T squared).

    ``soft`` is None for a learner without a teacher. ``validation`` is the loss that
    chooses the best epoch; ``validation_auc`` is for the reader only. ``diverged`` says that
    the loss is no longer finite: the learner has ended, and its best epoch so far is kept.
    """

    role: Role
    seed: int
    hard: float
    soft: float | None
    total: float
    validation: float
    validation_auc: float
    is_best: bool
    diverged: bool = False


@dataclass(frozen=True)
class EpochReport:
    """One epoch of one phase, for every learner that trains in it."""

    phase: Phase
    epoch: int
    epochs: int
    learners: tuple[LearnerReport, ...]
    seconds: float


def asked_in_vain(should_stop: StopSignal) -> StopSignal:
    """Return a signal that asks another, so that it may block or raise, and goes on regardless."""

    def ask() -> bool:
        should_stop()
        return False

    return ask
