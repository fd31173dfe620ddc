from __future__ import annotations

import pytest

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


@pytest.mark.parametrize("price", [0.0, -1.0, None])
def test_fires_on_a_bar_without_four_positive_prices(price: float | None) -> None:
    frame = bars()
    frame.loc[7, "Low"] = price
    ended = report(table(frame), "P102")
    assert (ended.state, ended.severity) == ("fired", "advises")
    assert "2024-01-11" in ended.where


def test_is_silent_on_sound_bars() -> None:
    assert state(table(bars()), "P102") == "passed"


def test_does_not_apply_to_tables() -> None:
    assert state(table(rows()), "P102") == "not applicable"
