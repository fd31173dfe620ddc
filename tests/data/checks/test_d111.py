from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_rows_that_have_no_answer() -> None:
    frame = rows()
    frame.loc[[7, 30], "default"] = None
    ended = report(table(frame), "D111")
    assert ended.what == "Rows without a target, which are left out: 2 of 60"
    assert ended.where == '"default", first in data row 8'


def test_is_silent_where_every_row_has_one() -> None:
    assert state(table(rows()), "D111") == "passed"


def test_does_not_apply_without_a_target() -> None:
    frame = rows().rename(columns={"default": "colour"})
    assert state(table(frame), "D111") == "not applicable"


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D111") == "not applicable"
