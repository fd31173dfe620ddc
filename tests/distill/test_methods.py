import pytest

from core.distill.methods import METHODS, availability, check_method
from core.errors import SpecError
from core.spec import DistillSpec, MethodName, ModelSpec, RunSpec, TaskSpec

MLPS = RunSpec(teacher=ModelSpec(name="mlp", width=64))
GRUS = RunSpec(
    task=TaskSpec(name="risk"),
    teacher=ModelSpec(name="gru", width=32, window=5),
    student=ModelSpec(name="gru", width=4, window=5),
)


def test_every_method_name_is_in_the_catalog():
    assert tuple(METHODS) == MethodName.__args__
    assert all(name == method.name for name, method in METHODS.items())


@pytest.mark.parametrize("method", METHODS.values(), ids=lambda method: method.name)
def test_every_method_is_told_in_two_plain_sentences_with_its_source(method):
    for sentence in (method.what, method.when):
        assert sentence[0].isupper()
        assert sentence.endswith(".")
        assert len(sentence) < 100
    assert "arXiv" in method.source


@pytest.mark.parametrize("method", METHODS)
def test_some_run_can_use_every_method(method):
    n_classes = 3
    runs = (RunSpec(), MLPS, GRUS)
    assert any(availability(method, run, n_classes) is None for run in runs)


@pytest.mark.parametrize("method", ["dkd", "dist", "standard"])
def test_methods_that_rank_the_other_classes_are_not_for_two(method):
    assert "three classes" in availability(method, RunSpec(), 2)
    assert availability(method, RunSpec(), 3) is None
    assert availability(method, RunSpec()) is None


@pytest.mark.parametrize(
    ("teacher", "student", "named"),
    [("trees", "mlp", "Boosted trees as the teacher"), ("mlp", "linear", "Linear as the student")],
)
def test_a_hint_needs_hidden_units_on_both_sides(teacher, student, named):
    spec = RunSpec(teacher=ModelSpec(name=teacher), student=ModelSpec(name=student))
    assert availability("hint", spec).startswith(named)


def test_maps_of_days_need_two_sequence_models():
    assert "does not read days" in availability("time_map", MLPS)


def test_maps_of_days_need_windows_of_one_length():
    other = GRUS.model_copy(update={"student": ModelSpec(name="gru", window=7)})
    assert "5 and 7 days" in availability("time_map", other)


def test_a_transformer_has_no_map_of_days():
    other = GRUS.model_copy(update={"teacher": ModelSpec(name="transformer", window=5)})
    assert "Transformer as the teacher" in availability("time_map", other)


def test_an_assistant_needs_room_between_teacher_and_student():
    narrow = RunSpec(teacher=ModelSpec(name="mlp", width=20), student=ModelSpec(width=16))
    assert "No model fits between" in availability("assistant", narrow)


def test_a_method_that_cannot_work_is_refused_with_its_reason():
    spec = RunSpec(distill=DistillSpec(method="dkd"))
    with pytest.raises(SpecError, match="needs three classes or more"):
        check_method(spec, 2)
    check_method(spec, 3)


def test_out_of_fold_answers_need_trees():
    with pytest.raises(SpecError, match="boosted trees or a forest"):
        check_method(RunSpec(teacher=ModelSpec(), distill=DistillSpec(out_of_fold=True)))


def test_cells_of_windows_are_not_redrawn():
    with pytest.raises(SpecError, match="no model reads windows"):
        check_method(GRUS.model_copy(update={"distill": DistillSpec(augment="resample")}))


def test_redrawn_cells_are_refused_for_an_ensemble_with_a_member_that_reads_windows():
    teacher = ModelSpec(name="ensemble", members=("gru", "mlp"))
    spec = RunSpec(
        task=TaskSpec(name="risk"), teacher=teacher, distill=DistillSpec(augment="resample")
    )
    with pytest.raises(SpecError, match="redrawn"):
        check_method(spec)
