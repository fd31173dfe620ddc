import itertools

import pytest

from core.lab.told_settings import told_settings
from core.models.catalog import STUDENTS, TEACHERS
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec


def labels(spec, group):
    return [one.label for one in told_settings(spec) if one.group == group]


@pytest.mark.parametrize(("teacher", "student"), list(itertools.product(TEACHERS, STUDENTS)))
def test_every_model_has_its_kind_told(teacher, student):
    told = told_settings(RunSpec(teacher=ModelSpec(name=teacher), student=ModelSpec(name=student)))
    assert sum(one.label == "Kind" for one in told) == 2
    assert all(one.value for one in told)


def test_trees_have_no_width_and_networks_no_leaves():
    assert "Width" not in labels(RunSpec(teacher=ModelSpec(name="trees")), "Teacher")
    assert "Leaves, at most" not in labels(RunSpec(teacher=ModelSpec(name="mlp")), "Teacher")


def test_an_ensemble_tells_what_each_kind_of_member_needs():
    told = labels(RunSpec(teacher=ModelSpec(name="ensemble")), "Teacher")
    assert {"Members", "Trees, at most", "Width"} <= set(told)


def test_only_a_question_of_the_market_looks_ahead():
    market = RunSpec(data=DataSpec(sample="us_stocks"), task=TaskSpec(name="risk"))
    assert "Horizon" in labels(market, "Question")
    assert "Horizon" not in labels(RunSpec(), "Question")


@pytest.mark.parametrize("augment", ["none", "resample", "jitter"])
@pytest.mark.parametrize("tune", ["auto", "on", "off"])
def test_made_up_rows_and_the_search_are_told(augment, tune):
    spec = RunSpec(distill=DistillSpec(augment=augment), train=TrainSpec(tune=tune))
    assert all(one.value for one in told_settings(spec))


def test_what_changes_a_run_changes_what_is_told():
    usual = told_settings(RunSpec())
    for other in (
        RunSpec(distill=DistillSpec(method="logits")),
        RunSpec(distill=DistillSpec(calibrate=True)),
        RunSpec(distill=DistillSpec(out_of_fold=True)),
        RunSpec(task=TaskSpec(labels=0.05)),
        RunSpec(train=TrainSpec(weight_decay=0.1)),
    ):
        assert told_settings(other) != usual
