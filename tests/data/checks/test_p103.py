from __future__ import annotations

import pandas as pd

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_a_day_that_repeats() -> None:
    frame = pd.concat([bars(), bars().iloc[[3]].assign(Close=103.25)])
    ended = report(table(frame), "P103")
    assert ended.state == "fired"
    assert "2024-01-05" in ended.where


def test_is_silent_where_two_securities_share_their_days() -> None:
    frame = pd.concat([bars().assign(Ticker="A"), bars().assign(Ticker="B")])
    assert state(table(frame), "P103") == "passed"


def test_does_not_apply_to_tables() -> None:
    assert state(table(rows()), "P103") == "not applicable"
