"""What a sweep is said to cost before it starts."""

from __future__ import annotations

import pytest

from core.lab.rows import prepare
from core.lab.sweep.estimate import estimate, sizes_of
from core.lab.sweep.pace import PACES, Sizes, one_seconds, stack_seconds
from core.models.catalog import STUDENTS, TEACHERS
from core.spec import ModelSpec, RunSpec, TrainSpec
from core.spec.sweep import SweepSpec
from tests.lab.sweep.small import RUN, SPEC

TAIWAN = Sizes(21_000, 4_500, 4_500, 20, 2)


def test_sizes_are_those_of_the_rows():
    dataset = prepare(RUN).dataset
    found = sizes_of(dataset)
    assert (found.train, found.test) == (len(dataset.train), len(dataset.test))
    assert (found.features, found.classes) == (dataset.n_features, 2)


def test_the_number_of_students_is_said():
    found = estimate(SPEC, TAIWAN)
    assert (found.n_cells, found.n_trained) == (6, 10)


def test_the_map_of_the_taiwan_sample_takes_seconds():
    assert 5 < estimate(SweepSpec(), TAIWAN).seconds < 20


@pytest.mark.parametrize("name", STUDENTS)
def test_every_student_has_a_pace(name):
    assert name in PACES
    assert one_seconds(ModelSpec(name=name, width=8), TAIWAN, TrainSpec()) > 0


@pytest.mark.parametrize("name", TEACHERS)
def test_every_teacher_has_a_pace(name):
    members = ("trees", "gru") if name == "ensemble" else ()
    assert one_seconds(ModelSpec(name=name, members=members), TAIWAN, TrainSpec()) > 0


def test_twice_the_epochs_cost_twice_as_much():
    short, long = (
        stack_seconds(ModelSpec(), 50, TAIWAN, TrainSpec(epochs=epochs)) for epochs in (10, 20)
    )
    assert long == pytest.approx(2 * short)


def test_several_processors_help_students_that_do_not_train_as_a_stack():
    spec = SweepSpec(run=RunSpec(student=ModelSpec(name="resmlp")))
    assert estimate(spec, TAIWAN, 2).seconds < 0.8 * estimate(spec, TAIWAN, 1).seconds
