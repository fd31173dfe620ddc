from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.data.load import load
from core.spec import DataSpec, SampleName
from core.tasks.checks.drift import stability_indices
from core.tasks.dataset import Dataset
from tests.tasks.checks.asked import N_ROWS, dataset, loans, report, state
from tests.tasks.example_rows import make_loans

DAYS = pd.date_range("2015-01-01", periods=N_ROWS)
IN_TEST = np.arange(N_ROWS) >= 0.85 * N_ROWS
NOISE = np.random.default_rng(3).normal(size=N_ROWS)


def dated(**columns: object) -> Dataset:
    """Loans of one day after the other, the newest 300 in test."""
    return dataset(loans(day=DAYS, **columns))


def test_fires_on_a_number_that_moved() -> None:
    ended = report(dated(rate=NOISE + IN_TEST), "T107")
    assert (ended.state, ended.severity) == ("fired", "advises")
    assert ended.what.endswith(": 1 of 3 by much")
    assert ended.where.startswith('"rate" (PSI ')


@pytest.mark.parametrize("after", ["web", None], ids=["new", "missing"])
def test_fires_on_a_category_that_was_not_there(after: str | None) -> None:
    branch = np.where(NOISE > 0, "north", "south").astype(object)
    branch[IN_TEST] = after
    assert '"branch"' in report(dated(branch=branch), "T107").where


def test_fires_once_and_names_the_five_that_moved_most() -> None:
    moved = {f"rate_{place}": NOISE + (1 + 0.2 * place) * IN_TEST for place in range(8)}
    where = report(dated(**moved), "T107").where
    assert where.startswith('"rate_7"')
    assert where.endswith(" and 3 more")


def test_counts_what_moved_less_without_naming_it() -> None:
    ended = report(dated(rate=NOISE + IN_TEST, fee=NOISE + 0.5 * IN_TEST), "T107")
    assert ended.what.endswith(": 1 of 4 by much, 1 by less")
    assert "fee" not in ended.where


def test_is_silent_on_columns_that_keep_their_values() -> None:
    assert (
        state(dated(rate=NOISE, branch=np.where(NOISE > 1, "north", "south")), "T107") == "passed"
    )


@pytest.mark.parametrize("sample", ["taiwan_credit", "german_credit", "planted_signal"])
def test_is_silent_on_samples_split_at_random(sample: SampleName) -> None:
    assert state(dataset(load(DataSpec(sample=sample))), "T107") == "passed"


def test_index_is_that_of_the_formula() -> None:
    flag = np.where(np.arange(N_ROWS) % 2, "a", "b")
    flag[IN_TEST] = np.where(np.arange(300) % 10 < 9, "a", "b")
    p, q = np.array([700, 700]) + 0.5, np.array([270, 30]) + 0.5
    p, q = p / p.sum(), q / q.sum()
    expected = ((q - p) * np.log(q / p)).sum()
    assert stability_indices(dated(flag=flag))["flag"] == pytest.approx(expected, rel=1e-6)


def test_chance_alone_counts_as_no_drift() -> None:
    """Of 300 columns of noise, at most two may reach what is rarer than one in a thousand."""
    drawn = np.random.default_rng(4)
    noise = {f"noise_{place}": drawn.normal(size=N_ROWS) for place in range(300)}
    assert sum(index > 0 for index in stability_indices(dated(**noise)).values()) <= 2


def test_does_not_apply_to_fewer_than_a_hundred_test_rows() -> None:
    assert "fewer than 100 rows" in report(dataset(make_loans(400)), "T107").reason
