from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table

LOANS = rows(loan_id=range(60))


def test_fires_on_an_identifier_that_was_brought_back() -> None:
    ended = report(table(LOANS, ignored_columns=()), "D108")
    assert (ended.state, ended.severity, ended.where) == ("fired", "advises", '"loan_id"')


def test_is_silent_where_the_identifier_is_set_aside() -> None:
    assert state(table(LOANS), "D108") == "passed"


def test_does_not_apply_without_identifiers() -> None:
    assert "looks like an identifier" in report(table(rows()), "D108").reason


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D108") == "not applicable"
