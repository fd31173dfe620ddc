import numpy as np
import pytest

from core.export.session import Session
from core.lab.experiment import run
from core.lab.judgement import summarise
from core.lab.rows import prepare
from core.spec import DataSpec, DistillSpec, RunSpec, TaskSpec, TrainSpec


@pytest.fixture(scope="module")
def result():
    data = DataSpec(sample="german_credit")
    *_, found = run(RunSpec(data=data, train=TrainSpec(epochs=2, seeds=2)))
    return found


def test_the_exported_student_answers_as_the_trained_one(result):
    session = Session(result.artefacts.student)
    answers = session.run(result.artefacts.golden_rows)
    np.testing.assert_allclose(answers, result.artefacts.golden_probabilities, atol=1e-5)


def test_alone_and_distilled_cost_the_same(result):
    assert result.alone.cost.parameters == result.distilled.cost.parameters
    assert result.alone.cost.flops == result.distilled.cost.flops


def test_the_size_is_that_of_the_file_that_would_be_deployed(result):
    assert result.distilled.cost.size_bytes == len(result.artefacts.student)
    assert result.teacher.cost.size_bytes == len(result.artefacts.teacher)


@pytest.mark.parametrize(
    ("choices", "helper"),
    [({"method": "smoothing", "alpha": 1}, "smoothing"), ({"alpha": 0}, "nobody")],
)
def test_the_verdict_credits_no_teacher_that_did_not_speak(choices, helper):
    data, train = DataSpec(sample="german_credit"), TrainSpec(epochs=1, seeds=2)
    *_, found = run(RunSpec(data=data, train=train, distill=DistillSpec(**choices)))
    assert found.verdict.helper == helper
    assert "The teacher h" not in found.verdict.sentence


def test_agreement_is_a_share(result):
    assert 0 <= result.agreement <= 1


def test_a_summary_of_market_data_has_days_and_a_gap():
    rows = prepare(RunSpec(data=DataSpec(sample="us_stocks"), task=TaskSpec(name="risk")))
    summary = summarise(rows.origin, rows.dataset)
    assert summary.gap_days == 15
    assert summary.train.end < summary.validation.start < summary.test.start
    assert summary.rows == summary.train.rows + summary.validation.rows + summary.test.rows


def test_a_summary_of_rows_without_dates_has_none():
    rows = prepare(RunSpec(data=DataSpec(sample="german_credit")))
    assert summarise(rows.origin, rows.dataset).train.start is None
