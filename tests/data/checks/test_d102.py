from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def half_empty(known: int) -> list[float | None]:
    return [index * 1.5 if index < known else None for index in range(60)]


def test_fires_on_a_column_that_is_empty_in_most_rows() -> None:
    ended = report(table(rows(bonus=half_empty(25))), "D102")
    assert (ended.state, ended.where) == ("fired", '"bonus" (58%)')


def test_fires_once_with_the_emptiest_column_first() -> None:
    ended = report(table(rows(bonus=half_empty(25), rent=half_empty(6))), "D102")
    assert ended.where == '"rent" (90%), "bonus" (58%)'


def test_counts_the_columns_beyond_the_first_twelve() -> None:
    many = {f"item_{place}": half_empty(5) for place in range(20)}
    assert report(table(rows(**many)), "D102").where.endswith(" and 8 more")


def test_is_silent_where_half_of_the_rows_are_filled() -> None:
    assert state(table(rows(bonus=half_empty(30))), "D102") == "passed"


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D102") == "not applicable"
