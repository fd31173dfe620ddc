"""The teacher of a run: trained, or taken up where the same choices have made it before."""

from __future__ import annotations

from collections.abc import Generator

from core.distill.learners import TrainedLearner, taught_rows
from core.distill.reports import EpochReport
from core.distill.teacher import train_teacher
from core.lab.events import StageStarted
from core.lab.records.kept import KeptTeacher
from core.lab.teachers import Shelf, teacher_key
from core.lab.watched import Watched, recorded, timed
from core.models.names import model_name
from core.spec import RunSpec
from core.tasks.dataset import Dataset

SHARE_DONE = 0.05


def teach(
    spec: RunSpec, dataset: Dataset, watched: Watched, shelf: Shelf
) -> Generator[EpochReport | StageStarted, None, TrainedLearner]:
    """Train the teacher, or take up the one that the same choices have made before.

    Parameters
    ----------
    spec : RunSpec
    dataset : Dataset
    watched : Watched
        A teacher that was stopped early is not kept.
    shelf : Shelf
        Where trained teachers are found and kept.
    """
    key, name = teacher_key(spec, dataset), model_name(spec.teacher)
    kept = shelf.find(key)
    if isinstance(kept, KeptTeacher):
        sentence = f"Taking up the teacher that is already there, {name}"
        yield StageStarted("teacher", SHARE_DONE, sentence)
        yield from kept.curves
        return kept.trained
    yield StageStarted("teacher", SHARE_DONE, f"Training the teacher, {name}")
    train = taught_rows(spec.teacher, dataset.train, None)
    validation = taught_rows(spec.teacher, dataset.validation, None)
    curves: list[EpochReport] = []
    training = train_teacher(
        spec.teacher, train, validation, dataset.n_classes, spec.train, watched
    )
    trained = yield from recorded(timed(training, watched), curves)
    if not watched.has_stopped:
        sizes = (dataset.n_features, dataset.n_classes)
        shelf.keep(key, KeptTeacher(trained, tuple(curves), *sizes))
    return trained


def teach_in_silence(
    spec: RunSpec, dataset: Dataset, watched: Watched, shelf: Shelf
) -> Generator[StageStarted, None, TrainedLearner]:
    """Do as `teach`, and pass on its stages only."""
    teaching = teach(spec, dataset, watched, shelf)
    while True:
        try:
            said = next(teaching)
        except StopIteration as ended:
            trained: TrainedLearner = ended.value
            return trained
        if isinstance(said, StageStarted):
            yield said
