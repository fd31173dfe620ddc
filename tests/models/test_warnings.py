import pytest

from core.models.catalog import STUDENTS, TEACHERS
from core.models.cost import parameter_count
from core.models.warnings import warnings_of
from core.spec import ModelSpec, RunSpec


def test_the_usual_run_has_no_warning():
    assert warnings_of(RunSpec(), 23, 2) == ()


def test_a_student_larger_than_its_teacher_is_named_with_both_sizes():
    spec = RunSpec(teacher=ModelSpec(name="mlp", width=4), student=ModelSpec(name="mlp", width=5))
    (warning,) = warnings_of(spec, 23, 2)
    assert "132 parameters against 106" in warning


def test_an_equal_student_as_in_born_again_is_fine():
    mlp = ModelSpec(name="mlp", width=4)
    assert warnings_of(RunSpec(teacher=mlp, student=mlp), 23, 2) == ()


PAIRS = [(teacher, student) for teacher in TEACHERS for student in STUDENTS]


@pytest.mark.parametrize(("teacher", "student"), PAIRS)
def test_every_pair_warns_when_the_student_is_sure_to_be_larger(teacher, student):
    small = {"trees": 10, "leaves": 2, "width": 1, "depth": 1}
    large = {"width": 512, "depth": 4}
    spec = RunSpec(
        teacher=ModelSpec(name=teacher, **small), student=ModelSpec(name=student, **large)
    )
    expected = parameter_count(spec.student, 61, 2) > parameter_count(spec.teacher, 61, 2)
    warnings = warnings_of(spec, 61, 2)
    assert len(warnings) == expected
    assert expected or student == "linear"


@pytest.mark.parametrize("teacher", ["trees", "forest", "ensemble"])
def test_the_size_of_trees_is_said_to_be_the_most_there_can_be(teacher):
    grown = ModelSpec(name=teacher, trees=10, leaves=2, width=1)
    (warning,) = warnings_of(RunSpec(teacher=grown, student=ModelSpec(name="mlp", width=64)), 20, 2)
    assert "against at most" in warning
