from __future__ import annotations

import numpy as np

from tests.tasks.checks.asked import N_ROWS, dataset, loans, report, state


def with_share(share: float) -> np.ndarray:
    return (np.arange(N_ROWS) < share * N_ROWS).astype("int64")


def test_fires_on_a_class_below_five_percent() -> None:
    ended = report(dataset(loans(default=with_share(0.04))), "T106")
    assert (ended.state, ended.severity) == ("fired", "advises")
    assert ended.where == '"1" with 4.0% (56 rows)'


def test_fires_once_for_all_rare_classes() -> None:
    grade = np.where(np.arange(N_ROWS) < 60, np.arange(N_ROWS) % 2, 2)
    where = report(dataset(loans(default=grade)), "T106").where
    assert where.startswith('"0" with 1.5%')
    assert ', "1" with 1.5%' in where


def test_is_silent_on_five_percent() -> None:
    assert state(dataset(loans(default=with_share(0.05))), "T106") == "passed"


def test_does_not_apply_to_fewer_than_a_hundred_labels() -> None:
    assert "too few for shares" in report(dataset(loans(), labels=0.05), "T106").reason
