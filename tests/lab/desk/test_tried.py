import dataclasses

import pytest

from core.lab.desk.row import RunRow
from core.lab.desk.studies import StudyRow
from core.lab.desk.tried import attempt_of, tries_of
from core.spec import DataSpec, DistillSpec, RunSpec, TaskSpec
from core.spec.search import SearchSpec
from core.spec.sweep import SweepSpec

USUAL = RunSpec()
OTHER_ALPHA = RunSpec(distill=DistillSpec(alpha=0.1))
FEW_LABELS = RunSpec(task=TaskSpec(labels=0.05))
OTHER_ROWS = RunSpec(data=DataSpec(sample="german_credit"))
OTHER_QUESTION = RunSpec(task=TaskSpec(embargo_days=9))


def row(spec, state="done"):
    return RunRow("a", "", "", "", state, 0, spec, "", "", "", (), 0.0, None)


def test_finished_runs_on_the_same_rows_are_counted():
    rows = [row(USUAL), row(OTHER_ALPHA), row(FEW_LABELS), row(OTHER_ROWS), row(OTHER_QUESTION)]
    assert tries_of(USUAL, rows).count == 3


def test_a_run_repeated_with_the_same_settings_is_no_further_try():
    tries = tries_of(USUAL, [row(USUAL), row(USUAL)])
    assert (tries.count, tries.runs) == (1, 2)


@pytest.mark.parametrize("state", ["running", "failed", "cancelled", "interrupted"])
def test_a_run_without_a_result_is_no_try(state):
    assert tries_of(USUAL, [row(OTHER_ALPHA, state)]).count == 1


def test_a_run_that_cannot_be_read_is_left_out():
    assert tries_of(USUAL, [dataclasses.replace(row(USUAL), spec=None)]).runs == 1


def study(spec, state="done"):
    return StudyRow("a", "sweep", "", state, spec, 0.0, finished=None, sentence="")


def test_every_cell_of_a_sweep_was_tried_and_one_opened_as_a_run_is_no_further_try():
    sweep = SweepSpec(run=USUAL, alphas=(0.0, 0.5, 1.0), temperatures=(1.0, 4.0))
    cell = sweep.cell(USUAL.student, 0.5, 4.0)
    assert tries_of(cell, [], [study(sweep)]).count == 4
    assert tries_of(cell, [row(cell)], [study(sweep)]).count == 4
    assert tries_of(OTHER_ALPHA, [], [study(sweep)]).count == 5


def test_a_study_of_other_rows_or_without_a_result_is_no_try():
    unfinished, other = study(SweepSpec(run=USUAL), "cancelled"), study(SweepSpec(run=OTHER_ROWS))
    assert tries_of(USUAL, [], [unfinished, other, study(None), study(SearchSpec())]).count == 1


def test_the_share_of_labels_is_a_setting_and_not_the_question():
    assert attempt_of(USUAL).question == attempt_of(FEW_LABELS).question
    assert attempt_of(USUAL).settings != attempt_of(FEW_LABELS).settings
