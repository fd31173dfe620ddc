from __future__ import annotations

import pandas as pd

from core.data.checks.columns import MOST_CATEGORIES
from core.tasks.encode import MAX_CATEGORIES
from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def towns(different: int) -> pd.DataFrame:
    return rows(4000, town=[f"town {index % different}" for index in range(4000)])


def test_fires_on_text_of_more_values_than_a_model_sees() -> None:
    ended = report(table(towns(MOST_CATEGORIES + 1)), "D109")
    assert (ended.state, ended.severity, ended.where) == ("fired", "informs", '"town"')


def test_fires_where_the_many_values_come_late() -> None:
    late = ["town"] * 2000 + [f"town {index % 60}" for index in range(2000)]
    assert state(table(rows(4000, town=late)), "D109") == "fired"


def test_is_silent_on_text_of_as_many_values_as_a_model_sees() -> None:
    assert state(table(towns(MOST_CATEGORIES)), "D109") == "passed"


def test_is_silent_on_numbers() -> None:
    assert state(table(rows(4000, amount=range(0, 8000, 2))), "D109") == "passed"


def test_a_model_sees_what_the_check_says() -> None:
    assert MOST_CATEGORIES == MAX_CATEGORIES


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D109") == "not applicable"
