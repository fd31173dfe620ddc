from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_a_high_below_the_low() -> None:
    frame = bars()
    frame.loc[5, ["High", "Low"]] = [104.0, 106.0]
    ended = report(table(frame), "P104")
    assert ended.state == "fired"
    assert "2024-01-09" in ended.where


def test_is_silent_where_the_close_is_the_high() -> None:
    frame = bars()
    assert state(table(frame.assign(High=frame["Close"])), "P104") == "passed"


def test_does_not_apply_to_tables() -> None:
    assert state(table(rows()), "P104") == "not applicable"
