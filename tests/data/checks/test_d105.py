from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table

PEOPLE = rows(sex=["m", "f"] * 30)


def test_fires_on_a_protected_attribute_that_was_brought_back() -> None:
    ended = report(table(PEOPLE, ignored_columns=()), "D105")
    assert (ended.state, ended.severity, ended.where) == ("fired", "advises", '"sex"')


def test_is_silent_where_the_attribute_is_set_aside() -> None:
    assert state(table(PEOPLE), "D105") == "passed"


def test_does_not_apply_without_protected_attributes() -> None:
    assert "named like a protected" in report(table(rows()), "D105").reason


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D105") == "not applicable"
