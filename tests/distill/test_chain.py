from core.distill.chain import steps_between
from core.spec import DistillSpec, ModelSpec, RunSpec


def run(teacher, student, generations=2):
    return RunSpec(teacher=teacher, student=student, distill=DistillSpec(generations=generations))


def test_most_methods_teach_the_students_at_once():
    assert steps_between("hinton", RunSpec()) == ()


def test_an_assistant_stands_midway_in_width():
    spec = run(ModelSpec(width=256, depth=2), ModelSpec(width=4))
    assert steps_between("assistant", spec) == (ModelSpec(width=32),)


def test_the_assistant_of_a_linear_student_is_an_mlp():
    (assistant,) = steps_between(
        "assistant", run(ModelSpec(name="trees"), ModelSpec(name="linear"))
    )
    assert (assistant.name, assistant.width) == ("mlp", 16)


def test_the_assistant_of_a_sequence_student_reads_the_same_window():
    student = ModelSpec(name="gru", width=4, window=7)
    (assistant,) = steps_between("assistant", run(ModelSpec(name="gru", width=64), student))
    assert assistant == ModelSpec(name="gru", width=16, window=7)


def test_born_again_students_follow_each_other():
    student = ModelSpec(width=8)
    assert steps_between("born_again", run(ModelSpec(name="trees"), student, 3)) == (student,) * 2


def test_one_generation_is_plain_distillation():
    assert steps_between("born_again", run(ModelSpec(name="trees"), ModelSpec(), 1)) == ()
