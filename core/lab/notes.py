"""What a reader must know about a training besides its outcome."""

from __future__ import annotations

from core.distill.learners import TrainedLearner
from core.distill.reports import EpochReport
from core.lab.result import Tuned


def notes_on_training(
    curves: tuple[EpochReport, ...], seeds: tuple[int, ...], students: tuple[TrainedLearner, ...]
) -> tuple[str, ...]:
    """Say which learners diverged, and which seeds were left out for it.

    Parameters
    ----------
    curves : tuple of EpochReport
        All epochs of a run.
    seeds : tuple of int
        The seeds that were to be trained.
    students : tuple of TrainedLearner
        What came of them.

    Returns
    -------
    tuple of str
        Full sentences.
    """
    kept = {student.learner.seed for student in students}
    first: dict[tuple[str, str, int], int] = {}
    for report in curves:
        for learner in report.learners:
            if learner.diverged:
                first.setdefault((report.phase, learner.role, learner.seed), report.epoch)
    diverged = tuple(
        f"The {role} model with seed {seed} stopped in epoch {epoch}, where its loss was no "
        "longer a finite number; its best epoch before was kept."
        for (phase, role, seed), epoch in first.items()
        if phase != "students" or seed in kept
    )
    lost = tuple(
        f"Seed {seed} was left out: one of its students had no usable epoch."
        for seed in seeds
        if seed not in kept
    )
    return diverged + lost


def tuned_of(students: tuple[TrainedLearner, ...]) -> tuple[Tuned, ...]:
    """Return what the search found for each role; nothing where there was no search."""
    learners = {student.learner.role: student.learner for student in students}
    return tuple(
        Tuned(role, learner.learning_rate, learner.weight_decay, learner.dropout)
        for role, learner in learners.items()
        if learner.learning_rate is not None
        and learner.weight_decay is not None
        and learner.dropout is not None
    )
