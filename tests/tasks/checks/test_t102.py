from __future__ import annotations

import numpy as np

from tests.tasks.checks.asked import N_ROWS, dataset, loans, report, state


def test_fires_where_all_columns_are_constant_or_empty() -> None:
    ended = report(dataset(loans(income=1.0, housing="own", bonus=np.nan)), "T102")
    assert (ended.state, ended.severity) == ("fired", "blocks")
    assert ended.where == '"income", "bonus", "housing"'


def test_is_silent_where_one_column_varies() -> None:
    assert state(dataset(loans(income=1.0)), "T102") == "passed"


def test_is_silent_where_a_column_only_varies_in_what_is_missing() -> None:
    bonus = np.where(np.arange(N_ROWS) % 2, 1.0, np.nan)
    assert state(dataset(loans(income=1.0, housing="own", bonus=bonus)), "T102") == "passed"
