from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_an_identifier_that_is_no_feature() -> None:
    ended = report(table(rows(loan_id=range(60))), "D103")
    assert (ended.state, ended.severity, ended.where) == ("fired", "informs", '"loan_id"')


def test_is_silent_where_no_column_counts_the_rows() -> None:
    assert state(table(rows()), "D103") == "passed"


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D103") == "not applicable"
