"""The students of a run with the training choices that suit each role, found in the same way."""

from __future__ import annotations

from collections.abc import Generator, Hashable

from core.distill.learners import Learner, TaughtRows
from core.distill.reports import StopSignal
from core.distill.students import is_stacked, paired_learners
from core.distill.tuning import Care, is_searched, search, settings_of
from core.lab.events import StageStarted
from core.lab.teachers import Shelf, teacher_key
from core.spec import RunSpec
from core.tasks.dataset import Dataset

SHARE_SEARCHED = 0.5

Span = tuple[float, float]

Tuning = Generator[StageStarted, None, tuple[Learner, ...]]
Searching = Generator[StageStarted, None, Care]


def tuned_learners(
    spec: RunSpec,
    dataset: Dataset,
    train: TaughtRows,
    validation: TaughtRows,
    shelf: Shelf,
    should_stop: StopSignal,
    share_done: float,
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
    share_done : float
        The share of the whole run that lies behind; half of it does after the search.
    """
    learners = paired_learners(spec)
    if not is_searched(spec.student, learners, train, spec.train):
        return learners
    own = tuple(one for one in learners if one.role == "alone")
    taught = tuple(one for one in learners if one.role == "distilled")
    lesson = (spec, train, validation, should_stop)
    key = _key_of_alone(spec, dataset)
    alone, has_own_search = shelf.find(key), spec.distill.alpha > 0
    if not isinstance(alone, Care):
        end = (share_done + SHARE_SEARCHED) / 2 if has_own_search else SHARE_SEARCHED
        alone = yield from _searched(own, *lesson, (share_done, end))
        share_done = end
        if should_stop():
            return learners
        shelf.keep(key, alone)
    distilled = alone
    if has_own_search:
        distilled = yield from _searched(taught, *lesson, (share_done, SHARE_SEARCHED))
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
    span: Span,
) -> Searching:
    role, tried = learners[0].role, len(settings_of(spec.student, spec.train))
    what = f"Searching training choices for the student, {role}: {tried} settings"
    yield StageStarted("students", span[0], what, epochs=spec.train.epochs)
    searching = search(spec.student, learners, train, validation, spec.train, should_stop)
    while True:
        try:
            report = next(searching)
        except StopIteration as ended:
            care: Care = ended.value
            return care
        share_done = span[0] + (span[1] - span[0]) * report.epoch / report.epochs
        sentence = f"{what}, epoch {report.epoch} of {report.epochs}"
        yield StageStarted(
            "students",
            share_done,
            sentence,
            is_epoch=True,
            epoch=report.epoch,
            epochs=report.epochs,
            seconds=report.seconds,
        )


def _key_of_alone(spec: RunSpec, dataset: Dataset) -> Hashable:
    """Return what the search for the student alone depends on.

    A stack rounds otherwise than training one after another does, so the two may find another
    setting: whether the method lets the students train as a stack is part of it.
    """
    student, augment = spec.student.model_dump_json(), spec.distill.augment
    stacked = is_stacked(spec.student, paired_learners(spec))
    return ("care of alone", teacher_key(spec, dataset), student, augment, spec.seeds, stacked)
