import typing

import pytest

from core.errors import SpecError
from core.models.catalog import ARCHITECTURES, STUDENTS, TEACHERS, check_models, window_length
from core.spec import ArchitectureName, ModelSpec, RunSpec, TaskSpec


def test_every_architecture_of_the_spec_is_in_the_catalog():
    assert set(ARCHITECTURES) == set(typing.get_args(ArchitectureName))


@pytest.mark.parametrize("kind", ARCHITECTURES.values(), ids=lambda kind: kind.name)
def test_every_architecture_says_what_it_is_and_when_to_use_it(kind):
    assert kind.what.endswith(".")
    assert kind.when.endswith(".")
    assert kind.as_teacher or kind.as_student


@pytest.mark.parametrize("name", TEACHERS)
def test_a_teacher_as_student_is_allowed_only_when_the_catalog_says_so(name):
    spec = RunSpec(student=ModelSpec(name=name), task=TaskSpec(name="direction"))
    if name in STUDENTS:
        check_models(spec)
    else:
        with pytest.raises(SpecError, match="student must be one of"):
            check_models(spec)


def test_a_linear_teacher_is_refused():
    with pytest.raises(SpecError, match="teacher must be one of"):
        check_models(RunSpec(teacher=ModelSpec(name="linear")))


@pytest.mark.parametrize("role", ["teacher", "student"])
def test_a_sequence_model_needs_a_market_task(role):
    with pytest.raises(SpecError, match="needs a market task"):
        check_models(RunSpec(**{role: ModelSpec(name="gru")}))


def test_the_window_of_a_run_is_the_longest_that_is_read():
    gru = ModelSpec(name="gru", window=12)
    assert window_length(RunSpec()) == 1
    assert window_length(RunSpec(student=gru)) == 12
    assert window_length(RunSpec(student=gru, teacher=ModelSpec(name="gru", window=30))) == 30
