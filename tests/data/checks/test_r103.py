from __future__ import annotations

import pandas as pd
import pytest

from core.data.load import load
from core.data.table import Table
from core.spec import DataSpec
from tests.data.checks.asked import report, state
from tests.data.example_files import bars, table


def prices(form: str, first: str = "2024-01-02", sessions: int = 40) -> Table:
    frame = bars(sessions)
    frame["Date"] = pd.bdate_range(first, periods=sessions).strftime(form)
    return table(frame)


@pytest.mark.parametrize(("form", "told"), [("%d/%m/%Y", "day first"), ("%m/%d/%Y", "month first")])
def test_fires_where_a_day_fits_one_order_only(form: str, told: str) -> None:
    result = prices(form)
    assert report(result, "R103").what.startswith(f"Days were read {told}, as ")
    assert report(result, "R103").what.endswith("fits no other order")
    assert result.frame["Date"].tolist() == pd.bdate_range("2024-01-02", periods=40).tolist()


def test_fires_where_week_ends_tell() -> None:
    result = prices("%d/%m/%Y", "2024-03-04", 7)
    assert "more week-ends" in report(result, "R103").what
    assert result.frame["Date"].iloc[-1] == pd.Timestamp("2024-03-12")


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d %b %Y", "%Y%m%d", "%Y/%m/%d"])
def test_is_silent_where_there_is_one_order(form: str) -> None:
    assert state(prices(form), "R103") == "passed"


def test_does_not_apply_to_samples() -> None:
    assert state(load(DataSpec(sample="us_stocks")), "R103") == "not applicable"
