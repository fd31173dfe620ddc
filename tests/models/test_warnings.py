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
