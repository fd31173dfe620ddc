from __future__ import annotations

import re

import pandas as pd
import pytest

from core.data import findings
from core.data.load import load
from core.data.table import Table
from core.spec import DataSpec, SampleName


def table(frame: pd.DataFrame, **choices) -> Table:
    return load(DataSpec(source="csv", **choices), frame.to_csv(index=False).encode())


def rows(**more) -> pd.DataFrame:
    plain = {
        "income": [1000 + 37 * index % 811 for index in range(60)],
        "default": [index % 2 for index in range(60)],
    }
    return pd.DataFrame(plain | more)


def codes(result: Table) -> dict[str, str]:
    return {found.code: found.where for found in result.findings}


def test_a_sound_table_has_no_findings() -> None:
    assert codes(table(rows())) == {}


def test_a_column_that_never_changes_is_told() -> None:
    assert codes(table(rows(country="CH")))["D101"] == '"country"'


def test_a_mostly_empty_column_is_told() -> None:
    mostly_empty = [index * 1.5 if index < 25 else None for index in range(60)]
    result = table(rows(bonus=mostly_empty))
    assert codes(result) == {"D102": '"bonus"'}
    assert "58%" in result.findings[0].what


def test_identifiers_set_aside_are_told() -> None:
    assert codes(table(rows(loan_id=range(60))))["D103"] == '"loan_id"'


def test_protected_attributes_set_aside_are_told() -> None:
    assert codes(table(rows(sex=["m", "f"] * 30)))["D104"] == '"sex"'


def test_protected_attributes_brought_back_are_told() -> None:
    brought_back = codes(table(rows(sex=["m", "f"] * 30), ignored_columns=()))
    assert brought_back["D105"] == '"sex"'
    assert "D104" not in brought_back


def test_repeated_rows_are_counted_without_their_identifiers() -> None:
    frame = pd.concat([rows(), rows().head(3)]).assign(loan_id=range(63))
    repeated = next(found for found in table(frame).findings if found.code == "D106")
    assert repeated.what == "Rows that repeat another row: 3"


def test_infinite_numbers_are_told_and_count_as_missing() -> None:
    amounts = [float("inf"), 1e200, *[index * 0.5 for index in range(58)]]
    result = table(rows(amount=amounts))
    assert codes(result)["D107"] == '"amount"'
    assert result.frame["amount"].isna().sum() == 2


@pytest.mark.parametrize("check", findings.CHECKS)
def test_every_check_documents_its_code(check: findings.Check) -> None:
    assert re.match(r"D\d{3}: ", check.__doc__ or "")


@pytest.mark.parametrize("sample", ["taiwan_credit", "german_credit"])
def test_protected_attributes_of_real_people_are_set_aside(sample: SampleName) -> None:
    assert "D104" in codes(load(DataSpec(sample=sample)))
