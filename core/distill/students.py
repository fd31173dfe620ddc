"""Training all students of a run, stacked where their shape allows it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Generator
from contextlib import closing

from core.distill.fit import diverged
from core.distill.gradients import VOICE_GRADIENTS
from core.distill.learners import Learner, TaughtRows, TrainedLearner
from core.distill.reports import EpochReport, StopSignal
from core.distill.stacked import STACKABLE, fit_stacked
from core.distill.turns import Lesson, Turns
from core.distill.workers import Rounds, fit_in_workers, workers_for
from core.spec import DistillSpec, ModelSpec, RunSpec, TrainSpec

FEWEST_SEEDS = 2


def paired_learners(spec: RunSpec) -> tuple[Learner, ...]:
    """Return the student alone and the distilled student of every seed, side by side.

    Alone is the case alpha = 0, so the two are equal bit for bit when alpha is zero.
    """
    heat, method = temperature_of(spec.distill), spec.distill.method
    return tuple(
        learner
        for seed in spec.seeds
        for learner in (
            Learner("alone", seed, 0.0, heat, method),
            Learner("distilled", seed, spec.distill.alpha, heat, method),
        )
    )


def temperature_of(distill: DistillSpec) -> float:
    """Return the temperature of both answers; a teacher who knows nothing is not softened."""
    return 1.0 if distill.method == "smoothing" else distill.temperature


def train_students(
    spec: ModelSpec,
    learners: tuple[Learner, ...],
    train: TaughtRows,
    validation: TaughtRows,
    settings: TrainSpec,
    should_stop: StopSignal,
    each_for_itself: bool = False,
) -> Generator[EpochReport, None, tuple[TrainedLearner, ...]]:
    """Train students, yielding one report an epoch for all of them together.

    Parameters
    ----------
    spec : ModelSpec
        The students' common shape.
    learners : tuple of Learner
        Seed by seed.
    train, validation : TaughtRows
        With the teacher's logits.
    settings : TrainSpec
    should_stop : StopSignal
        Asked between batches and after each epoch; the best finished epoch is kept. An epoch
        that is cut short is dropped for all students, but the first is always finished.
    each_for_itself : bool
        A distilled student without a usable epoch takes no other along: for callers that pair
        each with the student alone of the seeds that it kept.

    Returns
    -------
    tuple of TrainedLearner
        In the order of `learners`. A seed of which one learner had no usable epoch is left
        out with all its learners, as long as two seeds remain.

    Raises
    ------
    TrainingError
        When fewer than two of several seeds remain, or the only one is lost.
    """
    rounds: Rounds = (
        fit_stacked(spec, learners, train, validation, settings, should_stop)
        if is_stacked(spec, learners)
        else fit_in_turns(Lesson(spec, learners, train, validation, settings), should_stop)
    )
    started = time.perf_counter()
    # Worker processes must not outlive a training that is given up.
    with closing(rounds):
        for epoch in itertools.count(1):
            try:
                reported = next(rounds)
            except StopIteration as ended:
                trained: tuple[TrainedLearner, ...] = ended.value
                break
            seconds = time.perf_counter() - started
            yield EpochReport("students", epoch, settings.epochs, reported, seconds)
    return _without_lost_seeds(learners, trained, each_for_itself)


def is_stacked(spec: ModelSpec, learners: tuple[Learner, ...]) -> bool:
    """Tell whether students train side by side in one stack, or else one after another."""
    return spec.name in STACKABLE and all(x.method in VOICE_GRADIENTS for x in learners)


def fit_in_turns(lesson: Lesson, should_stop: StopSignal) -> Rounds:
    """Train students an epoch each in turn, in worker processes where that is clearly faster.

    Parameters
    ----------
    lesson : Lesson
    should_stop : StopSignal
        As in `train_students`.

    Returns
    -------
    tuple of TrainedLearner
        Those that had a usable epoch; the same numbers wherever they were trained.
    """
    turns = Turns(lesson)
    n_workers = workers_for(turns, should_stop)
    if n_workers > 1:
        return (yield from fit_in_workers(lesson, n_workers, should_stop))
    while not turns.is_over:
        reported = turns.train_round(should_stop)
        if reported is None:
            break
        yield reported
        if should_stop():
            break
    return turns.trained()


def _without_lost_seeds(
    learners: tuple[Learner, ...], trained: tuple[TrainedLearner, ...], each_for_itself: bool
) -> tuple[TrainedLearner, ...]:
    usable = {one.learner for one in trained}
    lost = [
        learner
        for learner in learners
        if learner not in usable and (learner.role == "alone" or not each_for_itself)
    ]
    lost_seeds = {learner.seed for learner in lost}
    kept = tuple(one for one in trained if one.learner.seed not in lost_seeds)
    if lost and len({one.learner.seed for one in kept}) < FEWEST_SEEDS:
        raise diverged(lost[0])
    return kept
