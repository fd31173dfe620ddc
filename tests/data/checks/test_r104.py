from __future__ import annotations

from core.data.load import load
from core.spec import DataSpec
from tests.data.checks.asked import report, state
from tests.data.example_files import rows, table


def test_fires_where_nothing_tells_day_from_month() -> None:
    ended = report(table(rows(issue_date=["01/02/2023"] * 60)), "R104")
    assert (ended.state, ended.severity) == ("fired", "advises")
    assert ended.what == "Days were read month first, as nothing in the column tells"
    assert ended.where == '"issue_date"'


def test_is_silent_where_a_day_tells() -> None:
    assert state(table(rows(issue_date=["31/01/2024", "01/02/2024"] * 30)), "R104") == "passed"


def test_is_silent_where_both_orders_are_the_same() -> None:
    assert state(table(rows(issue_date=["03/03/2024", "04/04/2024"] * 30)), "R104") == "passed"


def test_does_not_apply_to_samples() -> None:
    assert state(load(DataSpec(sample="german_credit")), "R104") == "not applicable"
