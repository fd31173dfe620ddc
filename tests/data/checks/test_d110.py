from __future__ import annotations

import pytest

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table

NUMBERS = range(60, 0, -1)


@pytest.mark.parametrize(
    "name",
    ["default_flag", "loan_status", "recoveries", "ChargeOffAmount", "predicted_grade", "outcome"],
)
def test_fires_on_a_feature_that_is_named_like_an_outcome(name: str) -> None:
    ended = report(table(rows(**{name: NUMBERS}), target_column="default"), "D110")
    assert (ended.state, ended.severity, ended.where) == ("fired", "advises", f'"{name}"')


@pytest.mark.parametrize("name", ["credit_score", "status_of_account", "late_payments", "y_coord"])
def test_is_silent_on_what_is_known_before(name: str) -> None:
    assert state(table(rows(**{name: NUMBERS}), target_column="default"), "D110") == "passed"


def test_is_silent_where_the_leftover_is_set_aside() -> None:
    frame = rows(recoveries=NUMBERS)
    result = table(frame, target_column="default", ignored_columns=("recoveries",))
    assert state(result, "D110") == "passed"


def test_a_target_with_a_short_name_is_not_found_within_others() -> None:
    frame = rows(y_start=NUMBERS).rename(columns={"default": "y"})
    assert state(table(frame, target_column="y"), "D110") == "passed"


def test_does_not_apply_without_a_target() -> None:
    frame = rows().rename(columns={"default": "colour"})
    assert "No target" in report(table(frame), "D110").reason


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D110") == "not applicable"
