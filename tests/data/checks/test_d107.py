from __future__ import annotations

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table

SOUND = [index * 0.5 for index in range(58)]


def test_fires_on_infinite_numbers_that_count_as_missing() -> None:
    result = table(rows(amount=[float("inf"), 1e200, *SOUND]))
    assert (state(result, "D107"), report(result, "D107").where) == ("fired", '"amount"')
    assert result.frame["amount"].isna().sum() == 2


def test_is_silent_on_large_numbers() -> None:
    assert state(table(rows(amount=[1e12, -1e12, *SOUND])), "D107") == "passed"


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D107") == "not applicable"
