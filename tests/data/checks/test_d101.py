from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_a_column_with_one_value() -> None:
    ended = report(table(rows(country="CH")), "D101")
    assert (ended.state, ended.severity, ended.where) == ("fired", "advises", '"country"')


def test_fires_on_a_column_without_any_value() -> None:
    assert report(table(rows(bonus=None)), "D101").where == '"bonus"'


def test_is_silent_where_only_the_last_of_many_rows_differs() -> None:
    assert state(table(rows(2000, region=["west"] * 1999 + ["east"])), "D101") == "passed"


def test_is_silent_on_a_constant_column_that_is_set_aside() -> None:
    assert state(table(rows(country="CH"), ignored_columns=("country",)), "D101") == "passed"


def test_does_not_apply_to_prices() -> None:
    assert report(table(bars()), "D101").reason.startswith("These rows are daily prices")


def test_does_not_apply_without_columns_to_learn_from() -> None:
    assert "No column is left" in report(table(rows(), ignored_columns=("income",)), "D101").reason
