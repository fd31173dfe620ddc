"""The same search for the student alone as for the distilled student.

A student taught with care and one left to itself cannot be compared, so what is searched for
the one is searched for the other: the same settings, the same seeds, the same epochs, each
judged by its own validation loss. That loss is mixed with the learner's own alpha, so that
with alpha = 1 the search does not look at a label either.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Generator
from dataclasses import dataclass, replace

from core.distill.learners import Learner, TaughtRows
from core.distill.reports import EpochReport, StopSignal
from core.distill.students import is_stacked, train_students
from core.errors import TrainingError
from core.models.cost import parameter_count
from core.spec import ModelSpec, TrainSpec

RATE_FACTORS = (1.0, 1 / 3, 3.0)
OTHER_WEIGHT_DECAY = 0.03
OTHER_DROPOUT = 0.1
SEARCHED_SEEDS = 2

FREE_SECONDS = 5.0
SECONDS_PER_STEP = 2e-4
SECONDS_PER_ROW = 1e-8
SECONDS_PER_ROW_AND_PARAMETER = 1e-10
"""Measured on one core of a server; they only decide whether to search, so that numbers repeat."""


@dataclass(frozen=True)
class Care:
    """One setting of the search."""

    learning_rate: float
    weight_decay: float
    dropout: float

    def given_to(self, learner: Learner) -> Learner:
        """Return a learner that trains with this setting."""
        return replace(
            learner,
            learning_rate=self.learning_rate,
            weight_decay=self.weight_decay,
            dropout=self.dropout,
        )


def settings_of(spec: ModelSpec, train: TrainSpec) -> tuple[Care, ...]:
    """Return the settings to try, first the given one.

    Three learning rates (the given one, a third and three times as much), two weight decays
    and, for models with hidden units, two shares of dropout.
    """
    rates = [min(train.learning_rate * factor, 1.0) for factor in RATE_FACTORS]
    decays = [train.weight_decay, OTHER_WEIGHT_DECAY]
    shares = [spec.dropout] if spec.name == "linear" else [spec.dropout, OTHER_DROPOUT]
    grid = itertools.product(shares, decays, rates)
    return tuple(dict.fromkeys(Care(rate, decay, share) for share, decay, rate in grid))


def is_searched(
    spec: ModelSpec, learners: tuple[Learner, ...], train: TaughtRows, settings: TrainSpec
) -> bool:
    """Tell whether the run is to search: as its choice says, or where that is nearly free.

    The cost of the search is worked out from sizes and not by a clock: the answer is the
    same on every machine.
    """
    if settings.tune != "auto":
        return settings.tune == "on"
    n_roles = len({learner.role for learner in learners})
    return (
        is_stacked(spec, learners)
        and n_roles * search_seconds(spec, learners, train, settings) < FREE_SECONDS
    )


def search_seconds(
    spec: ModelSpec, learners: tuple[Learner, ...], train: TaughtRows, settings: TrainSpec
) -> float:
    """Estimate how long the search of one role takes for students that train in one stack."""
    assert train.teacher_logits is not None
    n_features, n_classes = train.inputs.shape[-1], train.teacher_logits.shape[1]
    n_students = len(_seeds(learners)) * len(settings_of(spec, settings))
    each = SECONDS_PER_ROW + SECONDS_PER_ROW_AND_PARAMETER * parameter_count(
        spec, n_features, n_classes
    )
    steps = math.ceil(len(train) / settings.batch_size)
    epoch = len(train) * n_students * each + steps * SECONDS_PER_STEP
    return settings.epochs * epoch


def search(
    spec: ModelSpec,
    learners: tuple[Learner, ...],
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    should_stop: StopSignal,
) -> Generator[EpochReport, None, Care]:
    """Find the setting with the smallest validation loss, averaged over up to two seeds.

    Parameters
    ----------
    spec : ModelSpec
        The students' common shape.
    learners : tuple of Learner
        Of one role, one a seed.
    train, validation : TaughtRows
        As for the training itself.
    settings : TrainSpec
        Gives the number of epochs, and the setting that stands first and wins ties.
    should_stop : StopSignal
        As in `train_students`; the best setting so far is returned.

    Returns
    -------
    Care
        The given setting where no other has a finite loss for every seed.
    """
    tried, seeds = settings_of(spec, settings), _seeds(learners)
    by_seed = {learner.seed: learner for learner in learners}
    candidates = tuple(care.given_to(by_seed[seed]) for seed in seeds for care in tried)
    smallest = [math.inf] * len(candidates)
    training = train_students(spec, candidates, train, validation, settings, should_stop)
    try:
        for report in training:
            losses = (one.validation for one in report.learners)
            smallest = [min(b, x) for b, x in zip(smallest, losses, strict=True)]
            yield report
    except TrainingError:
        pass
    totals = [sum(smallest[number :: len(tried)]) for number in range(len(tried))]
    return tried[totals.index(min(totals))]


def _seeds(learners: tuple[Learner, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(learner.seed for learner in learners))[:SEARCHED_SEEDS]
