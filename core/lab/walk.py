"""Walk forward: the same choices, trained again before each test block, alone and distilled."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

from core.distill.learners import TrainedLearner, taught_rows
from core.distill.reports import Role, StopSignal
from core.distill.teacher import train_teacher
from core.evaluate.compare import Answers, Truth
from core.evaluate.luck.walk_forward import TestBlock, walk_forward
from core.evaluate.luck.walked import WalkForward
from core.lab.events import StageStarted
from core.lab.teachers import Shelf
from core.lab.teaching import study
from core.models.trained import inputs_for
from core.spec import RunSpec
from core.tasks.dataset import Dataset

SHARE_BEFORE, SHARE_AFTER = 0.65, 0.9
ROLES: tuple[Role, ...] = ("alone", "distilled")

T = TypeVar("T")
Walking = Generator[StageStarted, None, WalkForward | None]


def walk(spec: RunSpec, blocks: tuple[Dataset, ...], should_stop: StopSignal) -> Walking:
    """Train and judge once more for each test block, and compare distilled with alone.

    Parameters
    ----------
    spec : RunSpec
        The choices are those of the run, in every block.
    blocks : tuple of Dataset
        In time order; each has a test block of its own.
    should_stop : StopSignal
        A yes ends the walk without a finding.

    Returns
    -------
    WalkForward or None
        None where there are no blocks, or the training was stopped.
    """
    judged: list[TestBlock] = []
    for number, dataset in enumerate(blocks):
        share = SHARE_BEFORE + (SHARE_AFTER - SHARE_BEFORE) * number / len(blocks)
        sentence = f"Walking forward: training for test block {number + 1} of {len(blocks)}"
        yield StageStarted("evaluate", share, sentence)
        students = _students(spec, dataset, should_stop)
        if should_stop():
            return None
        truth = Truth.of(dataset, spec.task.horizon_days)
        judged.append(TestBlock(truth, tuple(_answers(students, role, dataset) for role in ROLES)))
    return walk_forward(_with_the_same_seeds(judged)) if judged else None


def _students(
    spec: RunSpec, dataset: Dataset, should_stop: StopSignal
) -> tuple[TrainedLearner, ...]:
    """Train teacher and students for one block, in silence."""
    train, validation = (
        taught_rows(spec.teacher, part, None) for part in (dataset.train, dataset.validation)
    )
    teacher = _outcome(
        train_teacher(spec.teacher, train, validation, dataset.n_classes, spec.train, should_stop)
    )
    # A shelf of its own: what one block needs, no other can use.
    return _outcome(study(spec, dataset, teacher, Shelf(), should_stop))


def _outcome(training: Generator[object, None, T]) -> T:
    while True:
        try:
            next(training)
        except StopIteration as ended:
            outcome: T = ended.value
            return outcome


def _answers(students: tuple[TrainedLearner, ...], role: Role, dataset: Dataset) -> Answers:
    own = [one for one in students if one.learner.role == role]
    inputs = inputs_for(own[0].model.spec, dataset.test)
    return Answers.from_logits(role, tuple(one.model.logits(inputs) for one in own))


def _with_the_same_seeds(blocks: list[TestBlock]) -> tuple[TestBlock, ...]:
    """Keep as many repeats as every block has; one that diverged may be missing in some."""
    fewest = min(len(one.probabilities) for block in blocks for one in block.answers)
    return tuple(
        TestBlock(
            block.truth,
            tuple(Answers(one.name, one.probabilities[:fewest]) for one in block.answers),
        )
        for block in blocks
    )
