"""The students of a run with the training choices that suit each role, found in the same way."""

from __future__ import annotations

from collections.abc import Generator, Hashable

from core.distill.learners import Learner, TaughtRows
from core.distill.reports import StopSignal
from core.distill.students import paired_learners
from core.distill.tuning import Care, is_searched, search, settings_of
from core.lab.events import StageStarted
from core.lab.teachers import Shelf, teacher_key
from core.spec import RunSpec
from core.tasks.dataset import Dataset

SHARE_OF_ALONE, SHARE_OF_DISTILLED = 0.2, 0.35
EPOCHS_PER_EVENT = 10

Tuning = Generator[StageStarted, None, tuple[Learner, ...]]
Searching = Generator[StageStarted, None, Care]


def tuned_learners(
    spec: RunSpec,
    dataset: Dataset,
    train: TaughtRows,
    validation: TaughtRows,
    shelf: Shelf,
    should_stop: StopSignal,
) -> Tuning:
    """Return the learners of a run, each role with the best of the same settings.

    What is found for the student alone is kept on the shelf, since no choice of distillation
    changes it.

    Parameters
    ----------
    spec : RunSpec
        Its training choices say whether to search.
    dataset : Dataset
    train, validation : TaughtRows
        As the students read them.
    shelf : Shelf
    should_stop : StopSignal
    """
    learners = paired_learners(spec)
    if not is_searched(spec.student, learners, train, spec.train):
        return learners
    own = tuple(one for one in learners if one.role == "alone")
    taught = tuple(one for one in learners if one.role == "distilled")
    lesson = (spec, train, validation, should_stop)
    key = _key_of_alone(spec, dataset)
    alone = shelf.find(key)
    if not isinstance(alone, Care):
        alone = yield from _searched(own, *lesson, SHARE_OF_ALONE)
        if not should_stop():
            shelf.keep(key, alone)
    if spec.distill.alpha == 0:
        distilled = alone
    else:
        distilled = yield from _searched(taught, *lesson, SHARE_OF_DISTILLED)
    if should_stop():
        # One role searched further than the other would not be the same budget.
        return learners
    return tuple((alone if x.role == "alone" else distilled).given_to(x) for x in learners)


def _searched(
    learners: tuple[Learner, ...],
    spec: RunSpec,
    train: TaughtRows,
    validation: TaughtRows,
    should_stop: StopSignal,
    share_done: float,
) -> Searching:
    role, tried = learners[0].role, len(settings_of(spec.student, spec.train))
    what = f"Searching training choices for the student, {role}: {tried} settings"
    yield StageStarted("students", share_done, what)
    searching = search(spec.student, learners, train, validation, spec.train, should_stop)
    while True:
        try:
            report = next(searching)
        except StopIteration as ended:
            care: Care = ended.value
            return care
        if report.epoch % EPOCHS_PER_EVENT == 0 and report.epoch < report.epochs:
            yield StageStarted(
                "students", share_done, f"{what}, epoch {report.epoch} of {report.epochs}"
            )


def _key_of_alone(spec: RunSpec, dataset: Dataset) -> Hashable:
    student, augment = spec.student.model_dump_json(), spec.distill.augment
    return ("care of alone", teacher_key(spec, dataset), student, augment, spec.seeds)
