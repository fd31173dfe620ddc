from __future__ import annotations

import numpy as np
import pytest

from core.data.findings import fired, refuse_blocked
from core.errors import DataError
from core.tasks.findings import inspect_dataset
from tests.tasks.checks.asked import N_ROWS, dataset, loans, report, state


def with_defaults(in_training: int) -> np.ndarray:
    """Defaults of which seven in ten come into training."""
    return (np.arange(N_ROWS) < round(in_training / 0.7)).astype("int64")


def test_fires_on_fewer_than_ten_training_rows_of_a_class() -> None:
    ended = report(dataset(loans(default=with_defaults(8))), "T101")
    assert (ended.state, ended.severity) == ("fired", "blocks")
    assert ended.where == 'class "1" has 8'


def test_fires_where_hidden_labels_leave_too_few() -> None:
    few = dataset(loans(default=with_defaults(40)), labels=0.05)
    assert state(few, "T101") == "fired"


def test_is_silent_on_ten() -> None:
    assert state(dataset(loans(default=with_defaults(10))), "T101") == "passed"


def test_stops_a_run_before_training() -> None:
    findings = fired(inspect_dataset(dataset(loans(default=with_defaults(8)))))
    with pytest.raises(DataError, match=r"T101.*Add rows of that class"):
        refuse_blocked(findings)
