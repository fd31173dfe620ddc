from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_a_bar_without_volume() -> None:
    frame = bars()
    frame.loc[2, "Volume"] = 0
    ended = report(table(frame), "P105")
    assert (ended.state, ended.severity) == ("fired", "informs")
    assert ended.what.endswith(": 1")


def test_is_silent_where_every_bar_has_one() -> None:
    assert state(table(bars()), "P105") == "passed"


def test_does_not_apply_where_the_file_has_no_volume() -> None:
    assert "no volume" in report(table(bars().drop(columns="Volume")), "P105").reason


def test_does_not_apply_to_tables() -> None:
    assert state(table(rows()), "P105") == "not applicable"
