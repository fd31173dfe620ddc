import typing

import pytest

from core.errors import SpecError
from core.models.catalog import ARCHITECTURES, STUDENTS, TEACHERS, check_models, window_length
from core.models.cost import parameter_count
from core.spec import ArchitectureName, ModelSpec, RunSpec, TaskSpec


def test_every_architecture_of_the_spec_is_in_the_catalog():
    assert set(ARCHITECTURES) == set(typing.get_args(ArchitectureName))


@pytest.mark.parametrize("kind", ARCHITECTURES.values(), ids=lambda kind: kind.name)
def test_every_architecture_says_what_it_is_and_when_to_use_it(kind):
    assert kind.what.endswith(".")
    assert kind.when.endswith(".")
    assert kind.as_teacher or kind.as_student


@pytest.mark.parametrize("kind", ARCHITECTURES.values(), ids=lambda kind: kind.name)
def test_the_usual_student_is_smaller_than_the_usual_teacher(kind):
    if kind.as_teacher and kind.as_student:
        teacher, student = (parameter_count(m, 23, 2) for m in (kind.as_teacher, kind.as_student))
        assert student < teacher / 10


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


@pytest.mark.parametrize("name", [k.name for k in ARCHITECTURES.values() if k.reads_windows])
@pytest.mark.parametrize("role", ["teacher", "student"])
def test_a_sequence_model_needs_a_market_task(role, name):
    with pytest.raises(SpecError, match="needs a market task"):
        check_models(RunSpec(**{role: ModelSpec(name=name)}))


def test_an_ensemble_needs_a_market_task_when_a_member_reads_windows():
    check_models(RunSpec(teacher=ModelSpec(name="ensemble", members=("trees", "forest"))))
    with pytest.raises(SpecError, match=r"trees \+ gru was chosen for credit"):
        check_models(RunSpec(teacher=ModelSpec(name="ensemble", members=("trees", "gru"))))


def test_the_window_of_a_run_is_the_longest_that_is_read():
    gru = ModelSpec(name="gru", window=12)
    assert window_length(RunSpec()) == 1
    assert window_length(RunSpec(student=gru)) == 12
    mixed = ModelSpec(name="ensemble", members=("trees", "lstm"), window=15)
    assert window_length(RunSpec(student=gru, teacher=mixed)) == 15
    assert window_length(RunSpec(student=gru, teacher=ModelSpec(name="gru", window=30))) == 30
