"""The student of a finished run shrunk on the rows of that run, and on no others."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from core.errors import DataError, SpecError
from core.evaluate.compare import Truth
from core.export.session import Session
from core.lab import smaller_run
from core.lab.experiment import run
from core.lab.result import Result
from core.lab.rows import prepare
from core.lab.smaller import smaller_variants, ways
from core.lab.smaller_run import smaller_of
from core.lab.teachers import Shelf
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from tests.lab.example_result import make_result

SPEC = RunSpec(
    data=DataSpec(sample="german_credit"),
    teacher=ModelSpec(name="trees", trees=10),
    student=ModelSpec(name="mlp", width=16),
    train=TrainSpec(epochs=2, seeds=1, tune="off"),
)
STOCKS = RunSpec(
    data=DataSpec(sample="us_stocks", start="2010-01-04"),
    task=TaskSpec(name="risk", horizon_days=5),
    teacher=ModelSpec(name="trees"),
    student=ModelSpec(name="gru", window=7),
)


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture(scope="module")
def result(shelf: Shelf) -> Result:
    *_, found = run(SPEC, shelf=shelf)
    return found


@pytest.fixture(autouse=True)
def _briefly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smaller_run, "smaller_variants", partial(smaller_variants, seconds=0.02))


class Asked:
    """Stands for the shrinking, and remembers what it was asked."""

    def __call__(
        self,
        student: bytes,
        test_rows: np.ndarray,
        truth: Truth,
        validation_rows: np.ndarray,
        training_rows: np.ndarray,
    ) -> None:
        self.student, self.truth, self.validation_rows = student, truth, validation_rows
        self.test_rows, self.training_rows = test_rows, training_rows


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    told = Asked()
    monkeypatch.setattr(smaller_run, "smaller_variants", told)
    return told


def of_rows(spec: RunSpec, csv: bytes | None = None) -> Result:
    """A made-up result of real rows."""
    made, rows = make_result(), prepare(spec, csv)
    data = replace(made.data, content_hash=rows.dataset.content_hash)
    return replace(made, spec=spec, data=data)


def loans(first: int) -> bytes:
    lines = [f"{(first + n) * 7 % 50},{n % 2}" for n in range(300)]
    return "\n".join(["income,default", *lines]).encode()


@pytest.mark.slow
def test_the_full_student_scores_as_it_did_in_the_run(result: Result, shelf: Shelf) -> None:
    found = smaller_of(result, shelf=shelf)
    assert found.full.onnx == result.artefacts.student
    assert found.full.scores.auc.mean == pytest.approx(result.distilled.scores.auc.mean, abs=1e-6)
    assert [one.name for one in found.variants] == list(ways())


@pytest.mark.slow
def test_agreement_is_that_of_the_two_files_on_the_test_rows(result: Result) -> None:
    found = smaller_of(result)
    rows = prepare(SPEC).dataset.test.raw_rows()
    full = Session(result.artefacts.student).run(rows).argmax(axis=1)
    eight = next(one for one in found.variants if one.name == "Weights in 8 bits").measured
    same = (Session(eight.onnx).run(rows).argmax(axis=1) == full).mean()
    assert eight.agreement == pytest.approx(same)


def test_rows_are_taken_raw_and_part_by_part(asked: Asked) -> None:
    smaller_of(of_rows(SPEC))
    dataset = prepare(SPEC).dataset
    np.testing.assert_array_equal(asked.test_rows, dataset.test.raw_rows())
    np.testing.assert_array_equal(asked.training_rows, dataset.train.raw_rows())
    np.testing.assert_array_equal(asked.validation_rows, dataset.validation.raw_rows())
    np.testing.assert_array_equal(asked.truth.target, dataset.test.target.numpy())
    assert asked.truth.dates is None
    assert asked.student == make_result().artefacts.student


def test_a_student_of_windows_gets_windows_and_its_days(asked: Asked) -> None:
    smaller_of(of_rows(STOCKS))
    test = prepare(STOCKS).dataset.test
    np.testing.assert_array_equal(asked.test_rows, test.raw_windows(7))
    assert asked.training_rows.shape[1:] == asked.test_rows.shape[1:]
    np.testing.assert_array_equal(asked.truth.dates, test.dates)
    assert asked.truth.horizon_days == 5


@pytest.mark.parametrize("teacher", ["gru", "trees"])
def test_only_the_student_says_how_far_back_its_rows_look(asked: Asked, teacher: str) -> None:
    models = {"teacher": ModelSpec(name=teacher), "student": ModelSpec(name="mlp")}
    smaller_of(of_rows(STOCKS.model_copy(update=models)))
    assert asked.test_rows.ndim == 2


def test_uploaded_rows_are_those_that_were_uploaded(asked: Asked) -> None:
    spec = SPEC.model_copy(update={"data": DataSpec(source="csv")})
    smaller_of(of_rows(spec, loans(1)), loans(1))
    assert len(asked.training_rows) == 210


def test_rows_that_changed_since_the_run_are_refused(asked: Asked) -> None:
    spec = SPEC.model_copy(update={"data": DataSpec(source="csv")})
    result = of_rows(spec, loans(1))
    with pytest.raises(DataError, match="the very rows of the run") as problem:
        smaller_of(result, loans(2))
    assert result.data.content_hash[:8] in problem.value.found
    assert not hasattr(asked, "student")


def test_uploaded_rows_that_are_missing_are_asked_for() -> None:
    spec = SPEC.model_copy(update={"data": DataSpec(source="csv")})
    with pytest.raises(SpecError, match="A CSV file must be chosen"):
        smaller_of(of_rows(spec, loans(1)))
