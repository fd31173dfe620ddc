"""One trial: the student alone and the distilled one, trained side by side with one setting."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass

import torch

from core.distill.learners import TaughtRows, TrainedLearner
from core.distill.monitor import roc_auc
from core.distill.reports import EpochReport, Role, StopSignal
from core.distill.students import paired_learners, train_students
from core.errors import TrainingError
from core.lab.search.outcome import Setting, TrialState, TrialTold
from core.models.cost import parameter_count
from core.spec import RunSpec

Lesson = tuple[TaughtRows, TaughtRows]
Trained = tuple[TrainedLearner, ...]
IsHopeless = Callable[[int, float, float], bool]


@dataclass
class _Curves:
    epochs: list[int]
    taught: list[float]
    alone: list[float]


def train_trial(
    number: int,
    setting: Setting,
    run: RunSpec,
    lesson: Lesson,
    is_hopeless: IsHopeless,
    should_stop: StopSignal,
) -> Generator[EpochReport, None, tuple[TrialTold, Trained]]:
    """Train the students of a trial, unless it turns out hopeless on the way.

    Parameters
    ----------
    number : int
    setting : Setting
    run : RunSpec
        The run with this setting.
    lesson : tuple of TaughtRows
        Training and validation rows as the student reads them.
    is_hopeless : callable
        Given an epoch and the AUC of both students on validation rows; True gives the trial up.
    should_stop : StopSignal
        As in `core.distill.students.train_students`.

    Returns
    -------
    trial : TrialTold
    trained : tuple of TrainedLearner
        Seed by seed; empty unless the trial is complete.
    """
    started = time.perf_counter()
    curves = _Curves([], [], [])
    state: TrialState = "complete"
    trained: Trained = ()
    training = train_students(run.student, paired_learners(run), *lesson, run.train, should_stop)
    try:
        with closing(training):
            trained = yield from _until_hopeless(training, curves, is_hopeless)
    except TrainingError:
        state = "failed"
    if state == "complete" and not trained:
        state = "pruned"
    auc, alone_auc = _outcome(state, trained, curves, lesson[1])
    n_features = lesson[0].inputs.shape[-1]
    n_classes = _n_classes(lesson[0])
    told = TrialTold(
        number,
        setting,
        state,
        auc,
        alone_auc,
        parameter_count(run.student, n_features, n_classes),
        time.perf_counter() - started,
        tuple(curves.epochs),
        tuple(curves.taught),
        tuple(curves.alone),
    )
    return told, trained


def _until_hopeless(
    training: Generator[EpochReport, None, Trained], curves: _Curves, is_hopeless: IsHopeless
) -> Generator[EpochReport, None, Trained]:
    while True:
        try:
            report = next(training)
        except StopIteration as ended:
            trained: Trained = ended.value
            return trained
        yield report
        auc, alone_auc = _mean(report, "distilled"), _mean(report, "alone")
        # With many seeds AUC is not worked out after every epoch.
        if math.isfinite(auc) and math.isfinite(alone_auc):
            curves.epochs.append(report.epoch)
            curves.taught.append(auc)
            curves.alone.append(alone_auc)
            if is_hopeless(report.epoch, auc, alone_auc):
                return ()


def _mean(report: EpochReport, role: Role) -> float:
    found = [one.validation_auc for one in report.learners if one.role == role]
    return sum(found) / len(found)


def _outcome(
    state: TrialState, trained: Trained, curves: _Curves, validation: TaughtRows
) -> tuple[float | None, float | None]:
    match state:
        case "complete":
            return _auc(trained, "distilled", validation), _auc(trained, "alone", validation)
        case "pruned":
            return curves.taught[-1], curves.alone[-1]
    return None, None


def _auc(trained: Trained, role: Role, validation: TaughtRows) -> float | None:
    """Return AUC on validation rows, mean over seeds; None where no class can be ranked."""
    own = [one.model.logits(validation.inputs) for one in trained if one.learner.role == role]
    found = float(roc_auc(torch.stack(own).transpose(1, 2), validation.target).mean())
    return found if math.isfinite(found) else None


def _n_classes(rows: TaughtRows) -> int:
    assert rows.teacher_logits is not None
    return rows.teacher_logits.shape[1]
