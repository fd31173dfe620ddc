from __future__ import annotations

from core.data.load import load
from core.spec import DataSpec
from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_signs_and_marks_with_an_example() -> None:
    amounts = [f"${1000 + index:,}.50" for index in range(60)]
    ended = report(table(rows(amount=amounts)), "R102")
    assert (ended.state, ended.where) == ("fired", '"amount" ("$1,000.50" is 1000.5)')


def test_fires_on_prices_too() -> None:
    frame = bars()
    frame["Volume"] = [f"{1000 + index:,}" for index in range(len(frame))]
    assert report(table(frame), "R102").where == '"Volume" ("1,000" is 1000)'


def test_is_silent_on_plain_numbers() -> None:
    assert state(table(rows(amount=[index * 0.5 for index in range(60)])), "R102") == "passed"


def test_is_silent_on_text() -> None:
    assert state(table(rows(town=["Bern", "Basel"] * 30)), "R102") == "passed"


def test_does_not_apply_to_samples() -> None:
    assert state(load(DataSpec(sample="german_credit")), "R102") == "not applicable"
