import numpy as np
import pytest

from core.deploy.golden import WHOLE_ROWS
from core.lab.experiment import run
from core.lab.rows import prepare
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

SAMPLES = {"credit": "german_credit", "direction": "us_stocks"}
ROLES = ("baseline", "alone", "distilled", "teacher")


def spec_of(task):
    return RunSpec(
        data=DataSpec(sample=SAMPLES[task]),
        task=TaskSpec(name=task),
        teacher=ModelSpec(name="trees", trees=10),
        student=ModelSpec(name="mlp", width=4),
        train=TrainSpec(epochs=2, seeds=2, tune="off"),
    )


@pytest.fixture(scope="module", params=SAMPLES)
def gathered(request):
    spec = spec_of(request.param)
    *_, result = run(spec)
    return result, prepare(spec).dataset


@pytest.mark.parametrize("role", ROLES)
def test_every_test_row_has_an_answer_that_sums_to_one(gathered, role):
    result, dataset = gathered
    answered = result.evidence.answered(role)
    assert answered.test.shape[1:] == (len(dataset.test), dataset.n_classes)
    np.testing.assert_allclose(answered.test.sum(axis=2), 1, atol=1e-5)
    assert answered.validation.shape == (len(dataset.validation), dataset.n_classes)


def test_the_rows_are_those_of_the_data_set(gathered):
    result, dataset = gathered
    assert result.evidence.target.tolist() == dataset.test.target.tolist()
    assert result.evidence.validation_target.tolist() == dataset.validation.target.tolist()


@pytest.mark.parametrize("role", ROLES)
def test_the_kept_answers_give_the_accuracy_of_the_column(gathered, role):
    result, _ = gathered
    evidence = result.evidence
    answered = evidence.answered(role)
    classes = answered.test.argmax(axis=2)
    if answered.predicted is not None:
        classes = answered.predicted[None]
    accuracy = (classes == evidence.target).mean()
    assert accuracy == pytest.approx(getattr(result, role).scores.accuracy.mean)


def test_the_shown_student_is_the_one_that_is_deployed(gathered):
    result, _ = gathered
    assert result.evidence.distilled.shown == result.artefacts.student_seed
    # Known rows with gaps follow those that are test rows as they are.
    golden = result.artefacts.golden_probabilities[:WHOLE_ROWS]
    shown = result.evidence.distilled.probabilities[: len(golden)]
    np.testing.assert_allclose(shown, golden, atol=1e-5)


def test_only_market_rows_hang_together_by_date(gathered):
    result, _ = gathered
    is_market = result.spec.task.name == "direction"
    assert (result.evidence.dates is not None) == is_market
    assert (result.evidence.tickers is not None) == is_market
