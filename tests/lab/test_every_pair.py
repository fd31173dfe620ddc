"""Every teacher with every student on every task: what each pair must do, whatever is inside."""

from __future__ import annotations

import dataclasses
import math
from functools import cache

import numpy as np
import pytest
import torch

from core.data.load import load
from core.distill.learners import TrainedLearner, taught_rows
from core.distill.reports import EpochReport
from core.distill.students import paired_learners, train_students
from core.distill.teacher import train_teacher
from core.export.session import Session
from core.lab.contenders import Contender, students_of, teacher_of
from core.models.catalog import STUDENTS, TEACHERS, check_models, reads_windows
from core.models.cost import parameter_count
from core.models.trained import inputs_for
from core.spec import (
    ArchitectureName,
    DataSpec,
    ModelSpec,
    RunSpec,
    TaskName,
    TaskSpec,
    TrainSpec,
)
from core.tasks.dataset import Dataset, Part
from core.tasks.make import make_dataset
from tests.distill.draining import drain
from tests.tasks.example_rows import make_prices

WINDOW = 4
TRAIN_ROWS, OTHER_ROWS = 240, 60
SETTINGS = TrainSpec(epochs=4, seeds=1, batch_size=64, learning_rate=0.01)
TASKS: tuple[TaskName, ...] = ("direction", "trend", "risk", "credit")
MEMBERS: dict[bool, tuple[ArchitectureName, ...]] = {
    True: ("trees", "gru"),
    False: ("trees", "mlp"),
}


def model_of(name: ArchitectureName, task: TaskName, width: int) -> ModelSpec:
    members = MEMBERS[task != "credit"] if name == "ensemble" else ()
    return ModelSpec(name=name, width=width, window=WINDOW, trees=15, leaves=7, members=members)


def pair(task: TaskName, teacher: ArchitectureName, student: ArchitectureName) -> RunSpec:
    return RunSpec(
        task=TaskSpec(name=task),
        teacher=model_of(teacher, task, width=12),
        student=model_of(student, task, width=6),
        train=SETTINGS,
    )


def fits(name: ArchitectureName, task: TaskName) -> bool:
    return task != "credit" or not reads_windows(model_of(name, task, 6))


TAUGHT = [(task, name) for task in TASKS for name in TEACHERS if fits(name, task)]
PAIRS = [(*taught, name) for taught in TAUGHT for name in STUDENTS if fits(name, taught[0])]


@cache
def dataset_of(task: TaskName) -> Dataset:
    if task == "credit":
        table = load(DataSpec(sample="german_credit"))
    else:
        table = make_prices({"AAA": 900, "BBB": 700})
    whole = make_dataset(table, TaskSpec(name=task), 1 if task == "credit" else WINDOW)
    return dataclasses.replace(
        whole,
        train=_thinned(whole.train, TRAIN_ROWS),
        validation=_thinned(whole.validation, OTHER_ROWS),
        test=_thinned(whole.test, OTHER_ROWS),
    )


def _thinned(part: Part, at_most: int) -> Part:
    """Return evenly spaced rows of a part; the history, which windows need, stays whole."""
    chosen = np.unique(np.linspace(0, len(part) - 1, at_most).astype(int))
    return dataclasses.replace(
        part,
        places=part.places[chosen],
        classes=part.classes[chosen],
        shows_label=part.shows_label[chosen],
        dates=None if part.dates is None else part.dates[chosen],
        label_ends=None if part.label_ends is None else part.label_ends[chosen],
        tickers=None if part.tickers is None else part.tickers[chosen],
        states=None if part.states is None else part.states[chosen],
    )


@cache
def teacher_for(task: TaskName, name: ArchitectureName) -> TrainedLearner:
    return teach(task, name)


def teach(task: TaskName, name: ArchitectureName) -> TrainedLearner:
    spec, dataset = model_of(name, task, width=12), dataset_of(task)
    train, validation = (taught_rows(spec, p, None) for p in (dataset.train, dataset.validation))
    training = train_teacher(spec, train, validation, dataset.n_classes, SETTINGS, lambda: False)
    return drain(training)[1]


def study(spec: RunSpec) -> tuple[list[EpochReport], tuple[TrainedLearner, ...]]:
    dataset = dataset_of(spec.task.name)
    teacher = teacher_for(spec.task.name, spec.teacher.name).model
    train, validation = (
        taught_rows(spec.student, p, teacher) for p in (dataset.train, dataset.validation)
    )
    return drain(
        train_students(
            spec.student, paired_learners(spec), train, validation, spec.train, lambda: False
        )
    )


def logits_on_test(trained: TrainedLearner, dataset: Dataset) -> torch.Tensor:
    return trained.model.logits(inputs_for(trained.model.spec, dataset.test))


def check_contender(contender: Contender, dataset: Dataset) -> None:
    """Its file answers the test rows as the model does, with probabilities, and has its cost."""
    answers = contender.answers.probabilities[0]
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-5)
    assert ((answers >= 0) & (answers <= 1)).all()
    rows = contender.rows
    assert len(rows) == len(dataset.test)
    np.testing.assert_allclose(np.sort(Session(contender.onnx).run(rows).sum(axis=1)), 1, atol=1e-5)
    assert contender.cost.size_bytes == len(contender.onnx)
    assert contender.cost.parameters > 0
    assert contender.cost.flops > 0


@pytest.mark.parametrize(("task", "name"), TAUGHT)
class TestTeacher:
    def test_is_better_than_guessing_on_what_it_saw(
        self, task: TaskName, name: ArchitectureName
    ) -> None:
        dataset, trained = dataset_of(task), teacher_for(task, name)
        logits = trained.model.logits(inputs_for(trained.model.spec, dataset.train))
        loss = torch.nn.functional.cross_entropy(logits, dataset.train.target)
        assert loss.item() < math.log(dataset.n_classes)

    def test_exports_its_answers_and_its_cost(self, task: TaskName, name: ArchitectureName) -> None:
        dataset, trained = dataset_of(task), teacher_for(task, name)
        contender = teacher_of(trained, dataset)
        check_contender(contender, dataset)
        found = Session(contender.onnx).run(contender.rows)
        expected = logits_on_test(trained, dataset).softmax(dim=1)
        np.testing.assert_allclose(found, expected, atol=2e-6)
        assert contender.cost.parameters <= parameter_count(
            trained.model.spec, dataset.n_features, dataset.n_classes
        )

    def test_is_the_same_again(self, task: TaskName, name: ArchitectureName) -> None:
        dataset = dataset_of(task)
        again = teach(task, name)
        first = logits_on_test(teacher_for(task, name), dataset)
        assert torch.equal(logits_on_test(again, dataset), first)


@pytest.mark.parametrize(("task", "teacher", "student"), PAIRS)
def test_every_pair_trains_improves_repeats_and_exports(
    task: TaskName, teacher: ArchitectureName, student: ArchitectureName
) -> None:
    spec, dataset = pair(task, teacher, student), dataset_of(task)
    check_models(spec)
    reports, trained = study(spec)
    first, last = reports[0].learners, reports[-1].learners
    assert [report.role for report in last] == ["alone", "distilled"]
    for start, end in zip(first, last, strict=True):
        assert end.total < start.total
        assert math.isfinite(end.validation)
    _, again = study(spec)
    for one, other in zip(trained, again, strict=True):
        assert one.validation_loss == other.validation_loss
        assert torch.equal(logits_on_test(one, dataset), logits_on_test(other, dataset))
    contender, best = students_of("distilled", trained, dataset)
    check_contender(contender, dataset)
    expected = logits_on_test(best, dataset).softmax(dim=1)
    np.testing.assert_allclose(Session(contender.onnx).run(contender.rows), expected, atol=2e-6)
    assert contender.cost.parameters == parameter_count(
        spec.student, dataset.n_features, dataset.n_classes
    )
