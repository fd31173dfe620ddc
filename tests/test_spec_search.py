"""The choices of a search, and of many runs."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec
from core.spec.many import ManySpec
from core.spec.search import SearchSpec

CSV = RunSpec(data=DataSpec(source="csv", content_hash="a", target_column="y"))


@pytest.mark.parametrize(
    "choices",
    [
        {"trials": 1},
        {"alpha": (0.8, 0.2)},
        {"alpha": (0.0, 1.5)},
        {"temperature": (0.1, 2.0)},
        {"learning_rate": (0.0, 0.1)},
        {"students": (ModelSpec(), ModelSpec())},
        {"aim": "quality and cost"},
    ],
    ids=str,
)
def test_bounds_that_cannot_work_are_refused(choices):
    with pytest.raises(ValidationError):
        SearchSpec(**choices)


def test_without_students_that_of_the_run_is_the_only_one():
    run = RunSpec(student=ModelSpec(width=7))
    assert SearchSpec(run=run).students == (run.student,)


def test_a_trial_is_a_run_with_its_own_setting_and_no_search_inside():
    run = RunSpec(train=TrainSpec(tune="on"))
    trial = SearchSpec(run=run).of_trial(ModelSpec(width=3), 0.2, 5.0, 0.02)
    assert (trial.distill.alpha, trial.distill.temperature) == (0.2, 5.0)
    assert (trial.train.learning_rate, trial.train.tune, trial.student.width) == (0.02, "off", 3)


@pytest.mark.parametrize(
    "choices",
    [
        {"samples": ()},
        {"samples": ("german_credit", "german_credit")},
        {"over": "tickers"},
        {"over": "tickers", "tickers": ("",)},
        {"over": "tickers", "tickers": tuple(map(str, range(61)))},
        {"over": "files"},
    ],
    ids=str,
)
def test_items_that_cannot_be_gone_through_are_refused(choices):
    with pytest.raises(ValidationError):
        ManySpec(**choices)


def test_samples_and_tickers_keep_the_days_of_the_run_and_no_column_of_it():
    run = RunSpec(data=DataSpec(start=dt.date(2010, 1, 4), target_column="y"))
    assert ManySpec(run=run).data_of("german_credit") == DataSpec(
        sample="german_credit", start=dt.date(2010, 1, 4)
    )
    many = ManySpec(run=run, over="tickers", tickers=("AAPL",))
    assert many.data_of("AAPL") == DataSpec(
        source="yahoo", tickers=("AAPL",), start=dt.date(2010, 1, 4)
    )


@pytest.mark.parametrize(
    ("many", "title"),
    [
        (ManySpec(), "2 samples"),
        (ManySpec(over="tickers", tickers=("KO",)), "1 ticker"),
        (ManySpec(run=CSV, over="files"), "Uploaded files"),
    ],
    ids=str,
)
def test_many_runs_are_called_by_what_is_gone_through(many, title):
    assert many.title == title


def test_files_keep_the_columns_of_the_run():
    data = ManySpec(run=CSV, over="files").data_of("a.csv", "b")
    assert data == DataSpec(source="csv", content_hash="b", target_column="y")


@pytest.mark.parametrize("spec", [SearchSpec(), ManySpec()], ids=lambda spec: type(spec).__name__)
def test_json_brings_the_same_choices_back(spec):
    assert type(spec).model_validate_json(spec.model_dump_json()) == spec


@pytest.mark.parametrize("kind", [SearchSpec, ManySpec])
def test_every_choice_has_its_help(kind):
    assert all(field.description for field in kind.model_fields.values())
