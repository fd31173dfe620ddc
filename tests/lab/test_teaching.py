import dataclasses
from functools import cache

import numpy as np
import pytest
import torch

from core.distill.learners import taught_rows
from core.distill.methods import METHODS
from core.distill.reports import EpochReport
from core.distill.teacher import train_teacher
from core.lab.events import StageStarted
from core.lab.teachers import Shelf
from core.lab.teaching import study
from core.lab.watched import never
from core.spec import DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.tasks.make import make_dataset
from tests.distill.draining import drain
from tests.tasks.example_rows import make_loans, make_prices

SETTINGS = TrainSpec(epochs=2, seeds=2, batch_size=64, tune="off")
GRU = ModelSpec(name="gru", width=4, window=4)


def spec_for(method="hinton", labels=1.0, **distill):
    models = {
        "hint": (ModelSpec(name="mlp", width=8), ModelSpec(width=4)),
        "time_map": (ModelSpec(name="gru", width=6, window=4), GRU),
    }
    teacher, student = models.get(method, (ModelSpec(name="trees", trees=20), ModelSpec(width=4)))
    return RunSpec(
        task=TaskSpec(name="direction" if method == "time_map" else "credit", labels=labels),
        teacher=teacher,
        student=student,
        distill=DistillSpec(method=method, **distill),
        train=SETTINGS,
    )


@cache
def dataset_for(task):
    if task.name == "direction":
        return make_dataset(make_prices({"AAA": 620}), task, window=4)
    grades = np.random.default_rng(1).integers(0, 3, 300)
    income = grades + np.random.default_rng(2).normal(size=300)
    return make_dataset(make_loans(300, default=grades, income=income), task)


@cache
def teacher_of(model, task):
    dataset = dataset_for(task)
    rows = (taught_rows(model, part, None) for part in (dataset.train, dataset.validation))
    return drain(train_teacher(model, *rows, dataset.n_classes, SETTINGS, never))[1]


def students(spec, dataset=None, shelf=None):
    teacher = teacher_of(spec.teacher, spec.task)
    dataset = dataset or dataset_for(spec.task)
    return drain(study(spec, dataset, teacher, shelf or Shelf(), never))


def weights(trained, role):
    own = [one.model.module for one in trained if one.learner.role == role]
    return torch.cat([p.flatten() for module in own for p in module.parameters()]).detach()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("labels", [1.0, 0.3])
def test_every_method_teaches_with_all_labels_and_with_few(method, labels):
    _, trained = students(spec_for(method, labels, alpha=0.7))
    assert [one.learner.role for one in trained] == ["alone", "distilled"] * 2
    assert not torch.equal(weights(trained, "alone"), weights(trained, "distilled"))


@pytest.mark.parametrize("method", METHODS)
def test_alpha_zero_is_the_student_alone_bit_for_bit(method):
    _, trained = students(spec_for(method, alpha=0.0))
    assert torch.equal(weights(trained, "alone"), weights(trained, "distilled"))


@pytest.mark.parametrize("method", METHODS)
def test_alpha_one_gives_the_same_student_whatever_the_labels(method):
    spec = spec_for(method, alpha=1.0)
    dataset = dataset_for(spec.task)
    turned = dataclasses.replace(
        dataset,
        **{
            name: dataclasses.replace(part, classes=(part.classes + 1) % dataset.n_classes)
            for name, part in (("train", dataset.train), ("validation", dataset.validation))
        },
    )
    _, trained = students(spec)
    _, other = students(spec, turned)
    assert torch.equal(weights(trained, "distilled"), weights(other, "distilled"))
    assert not torch.equal(weights(trained, "alone"), weights(other, "alone"))


@pytest.mark.parametrize("method", METHODS)
def test_the_method_does_not_touch_the_student_alone(method):
    spec = spec_for(method, alpha=0.7)
    _, trained = students(spec)
    plain = spec.model_copy(update={"distill": DistillSpec(alpha=0.7)})
    _, other = students(plain)
    torch.testing.assert_close(weights(trained, "alone"), weights(other, "alone"))


@pytest.mark.parametrize(
    "choice",
    [
        {"calibrate": True},
        {"out_of_fold": True},
        {"augment": "resample"},
        {"augment": "jitter"},
        {"method": "born_again", "generations": 3},
    ],
    ids=str,
)
def test_every_choice_of_teaching_changes_the_distilled_student(choice):
    _, trained = students(spec_for(alpha=1.0, **choice))
    _, plain = students(spec_for(alpha=1.0))
    assert not torch.equal(weights(trained, "distilled"), weights(plain, "distilled"))


@pytest.mark.parametrize("choice", [{"calibrate": True}, {"out_of_fold": True}], ids=str)
def test_the_teachers_care_does_not_touch_the_student_alone(choice):
    _, trained = students(spec_for(alpha=1.0, **choice))
    _, plain = students(spec_for(alpha=1.0))
    assert torch.equal(weights(trained, "alone"), weights(plain, "alone"))


@pytest.mark.parametrize("kind", ["resample", "jitter"])
def test_with_made_up_rows_alpha_zero_is_still_the_student_alone(kind):
    _, trained = students(spec_for(alpha=0.0, augment=kind))
    assert torch.equal(weights(trained, "alone"), weights(trained, "distilled"))


def test_windows_can_be_made_up_too():
    events, trained = students(spec_for("time_map", augment="jitter"))
    assert len(trained) == 4
    assert all(isinstance(event, StageStarted | EpochReport) for event in events)


@pytest.mark.parametrize(
    ("method", "between"), [("assistant", 1), ("born_again", 2), ("hinton", 0)]
)
def test_models_in_between_are_told_as_such(method, between):
    events, _ = students(spec_for(method, generations=3))
    stages = [event.stage for event in events if isinstance(event, StageStarted)]
    assert stages == ["teacher"] * between + ["students"]
    phases = [event.phase for event in events if isinstance(event, EpochReport)]
    assert phases == ["between"] * 2 * between + ["students"] * 2


def test_what_the_teacher_says_is_asked_once_whatever_alpha_and_temperature():
    shelf = Shelf()
    students(spec_for(alpha=0.2, temperature=1.0, out_of_fold=True), shelf=shelf)
    kept = list(shelf.kept)
    students(spec_for(alpha=0.9, temperature=5.0, out_of_fold=True), shelf=shelf)
    assert list(shelf.kept) == kept
