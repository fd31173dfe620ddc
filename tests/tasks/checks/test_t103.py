from __future__ import annotations

import numpy as np
import pytest

from tests.tasks.checks.asked import N_ROWS, OUTCOME, dataset, loans, report, state
from tests.tasks.example_rows import make_loans

TEXT = np.where(OUTCOME == 1, "bad", "good")
STATUS = np.where(OUTCOME == 1, 1, np.arange(N_ROWS) % 2 * 2)
CLOSED = np.where(OUTCOME == 1, "2024", None)


@pytest.mark.parametrize(
    "column",
    [OUTCOME, 1 - OUTCOME, TEXT, STATUS, CLOSED],
    ids=["same", "not", "text", "codes", "missing"],
)
def test_fires_on_the_target_written_differently(column: np.ndarray) -> None:
    ended = report(dataset(loans(status=column)), "T103")
    assert (ended.state, ended.severity, ended.where) == ("fired", "blocks", '"status"')


def test_fires_for_three_classes() -> None:
    grade = np.arange(N_ROWS) % 3
    assert state(dataset(loans(default=grade, code=10 - grade)), "T103") == "fired"


def test_is_silent_where_a_sample_agrees_but_the_rest_does_not() -> None:
    n_rows = 60_000
    outcome = np.arange(n_rows) % 2
    status = outcome.copy()
    status[::20_000] = 1 - status[::20_000]
    asked = dataset(make_loans(n_rows, default=outcome, status=status))
    assert state(asked, "T103") == "passed"


def test_is_silent_on_a_number_that_splits_the_classes_but_is_no_code() -> None:
    amount = OUTCOME + np.linspace(0, 0.9, N_ROWS)
    assert state(dataset(loans(amount=amount)), "T103") == "passed"


def test_is_silent_where_one_training_row_disagrees() -> None:
    status = OUTCOME.copy()
    status[:40] = 1 - status[:40]
    assert state(dataset(loans(status=status)), "T103") == "passed"


def test_does_not_apply_where_a_class_has_fewer_than_ten_rows() -> None:
    rare = (np.arange(N_ROWS) < 10).astype("int64")
    assert "too few to tell" in report(dataset(loans(default=rare, same=rare)), "T103").reason
