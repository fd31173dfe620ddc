from __future__ import annotations

import numpy as np
import pytest

from core.data.load import load
from core.data.samples import SAMPLES
from core.spec import DataSpec, SampleName, TaskSpec
from core.tasks.make import make_dataset
from tests.tasks.checks.asked import N_ROWS, OUTCOME, dataset, loans, report, state
from tests.tasks.example_rows import make_loans

NOISE = np.random.default_rng(2).normal(size=N_ROWS)
TELLING = 5 * OUTCOME + NOISE
KNOWN_IF_BAD = np.where(OUTCOME == 1, NOISE, np.nan)
T105S = np.where(OUTCOME == 1, 7, np.where(NOISE > 0, 3, 11))
T105S[::500] = 7


@pytest.mark.parametrize(
    "column", [TELLING, -TELLING, KNOWN_IF_BAD, T105S], ids=["up", "down", "missing", "codes"]
)
def test_fires_on_a_column_that_tells_the_classes_apart(column: np.ndarray) -> None:
    ended = report(dataset(loans(after=column)), "T105")
    assert (ended.state, ended.severity) == ("fired", "advises")
    assert ended.where.startswith('"after" (')


def test_fires_on_a_category_that_tells_them_apart() -> None:
    word = np.where(OUTCOME == 1, "lost", np.where(NOISE > 0, "paid", "open"))
    word[::500] = "lost"
    assert state(dataset(loans(status=word)), "T105") == "fired"


def test_fires_for_one_class_of_three() -> None:
    grade = np.arange(N_ROWS) % 3
    asked = dataset(loans(default=grade, late=9.0 * (grade == 2) + NOISE))
    assert report(asked, "T105").where.startswith('"late"')


def test_names_the_most_telling_first_and_at_most_five() -> None:
    columns = {f"after_{place}": (place + 4) * OUTCOME + NOISE for place in range(7)}
    where = report(dataset(loans(**columns)), "T105").where
    assert where.count("after_") == 5
    assert where.endswith(" and 2 more")
    assert where.startswith('"after_6"')


def test_says_that_it_measured_a_sample() -> None:
    outcome = np.arange(60_000) % 2
    noise = np.random.default_rng(0).normal(size=60_000)
    asked = dataset(make_loans(60_000, default=outcome, after=9 * outcome + noise))
    assert "(measured on 20,000 of 42,000 rows)" in report(asked, "T105").where


def test_is_silent_on_a_column_that_merely_helps() -> None:
    assert state(dataset(loans(helps=2 * OUTCOME + NOISE)), "T105") == "passed"


def test_is_silent_on_many_kinds_with_few_rows_each() -> None:
    asked = dataset(make_loans(100, town=[f"town {index % 45}" for index in range(100)]))
    assert state(asked, "T105") == "passed"


def test_is_silent_on_a_column_that_decides_which_has_its_own_check() -> None:
    assert state(dataset(loans(same=OUTCOME)), "T105") == "passed"


@pytest.mark.parametrize("sample", SAMPLES)
def test_is_silent_on_every_sample(sample: SampleName) -> None:
    task = TaskSpec(name=SAMPLES[sample].task)
    assert state(make_dataset(load(DataSpec(sample=sample)), task), "T105") == "passed"


def test_does_not_apply_where_a_class_has_fewer_than_ten_rows() -> None:
    rare = (np.arange(N_ROWS) < 10).astype("int64")
    assert state(dataset(loans(default=rare)), "T105") == "not applicable"
