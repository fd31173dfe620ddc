from __future__ import annotations

import pytest

from core.data.load import load
from core.spec import DataSpec
from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_a_protected_attribute_that_is_no_feature() -> None:
    ended = report(table(rows(sex=["m", "f"] * 30)), "D104")
    assert (ended.state, ended.severity, ended.where) == ("fired", "informs", '"sex"')


@pytest.mark.parametrize("sample", ["taiwan_credit", "german_credit"])
def test_fires_on_samples_of_real_people(sample: str) -> None:
    assert state(load(DataSpec(sample=sample)), "D104") == "fired"


def test_is_silent_where_the_attribute_was_brought_back() -> None:
    assert state(table(rows(sex=["m", "f"] * 30), ignored_columns=()), "D104") == "passed"


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D104") == "not applicable"
