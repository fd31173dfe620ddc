from __future__ import annotations

import pandas as pd

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_more_than_five_missing_business_days() -> None:
    ended = report(table(bars().drop(index=range(10, 16))), "P106")
    assert ended.state == "fired"
    assert ended.where == 'before "SERIES" on 2024-01-24'


def test_is_silent_on_five() -> None:
    assert state(table(bars().drop(index=range(10, 15))), "P106") == "passed"


def test_is_silent_between_two_securities_of_different_years() -> None:
    frame = pd.concat([bars().assign(Ticker="A"), bars(first="2026-01-05").assign(Ticker="B")])
    assert state(table(frame), "P106") == "passed"


def test_does_not_apply_to_tables() -> None:
    assert state(table(rows()), "P106") == "not applicable"
