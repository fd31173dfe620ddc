"""The choices of a sweep."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from core.errors import SpecError
from core.spec import DistillSpec, ModelSpec, RunSpec, TrainSpec
from core.spec.sweep import SweepSpec, parse_sweep


def test_without_students_that_of_the_run_is_tried():
    run = RunSpec(student=ModelSpec(width=7))
    assert SweepSpec(run=run).students == (run.student,)


def test_values_are_sorted_and_each_is_there_once():
    assert SweepSpec(alphas=(1.0, 0.5, 1.0)).alphas == (0.5, 1.0)


@pytest.mark.parametrize(
    "choices",
    [
        {"alphas": (1.5,)},
        {"alphas": ()},
        {"temperatures": (0.1,)},
        {"temperatures": ()},
        {"students": (ModelSpec(), ModelSpec())},
        {"alphas": tuple(n / 30 for n in range(30)), "temperatures": tuple(range(1, 20))},
        {"run": RunSpec(train=TrainSpec(seeds=20)), "alphas": tuple(n / 20 for n in range(20)),
         "temperatures": tuple(range(1, 20))},
    ],
    ids=str,
)  # fmt: skip
def test_choices_that_cannot_work_are_refused(choices):
    with pytest.raises(ValidationError):
        SweepSpec(**choices)


def test_values_that_nobody_checked_are_refused_in_a_sentence():
    with pytest.raises(SpecError, match="alphas"):
        parse_sweep({"alphas": []})


def test_json_brings_the_same_choices_back():
    spec = SweepSpec(students=(ModelSpec(width=4), ModelSpec(name="linear")), alphas=(0.5,))
    assert SweepSpec.model_validate_json(spec.model_dump_json()) == spec


def test_a_cell_is_a_run_with_its_own_choices_and_no_search():
    run = RunSpec(distill=DistillSpec(calibrate=True), train=TrainSpec(tune="on"))
    cell = SweepSpec(run=run).cell(ModelSpec(width=4), 0.3, 5.0)
    assert (cell.distill.alpha, cell.distill.temperature) == (0.3, 5.0)
    assert cell.distill.calibrate
    assert cell.student.width == 4
    assert cell.train.tune == "off"


def test_every_choice_has_its_help():
    assert all(field.description for field in SweepSpec.model_fields.values())
