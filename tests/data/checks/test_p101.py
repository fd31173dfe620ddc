from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_where_adjusted_closes_differ() -> None:
    frame = bars()
    ended = report(table(frame.assign(**{"Adj Close": frame["Close"] / 2})), "P101")
    assert (ended.state, ended.severity) == ("fired", "informs")
    assert ended.what.endswith(": 40")


def test_is_silent_where_nothing_had_to_be_adjusted() -> None:
    frame = bars()
    assert state(table(frame.assign(**{"Adj Close": frame["Close"]})), "P101") == "passed"


def test_does_not_apply_to_tables() -> None:
    assert report(table(rows()), "P101").reason == "These rows are no daily prices."
