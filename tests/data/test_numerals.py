from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.load import load
from core.data.numerals import parse_numbers
from core.errors import ColumnValueError
from core.spec import DataSpec
from tests.data.example_files import rows, table


def parsed(*cells: object, decimal: str = ".") -> list[float]:
    return parse_numbers(pd.Series(cells), decimal).tolist()


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        (["1,234.5", "12,000", "7"], [1234.5, 12000, 7]),
        (["1.234,5", "12.000", "7"], [1234.5, 12000, 7]),
        (["1 234", "12 000,5"], [1234, 12000.5]),
        (["1\u00a0234.5", "12\u202f000"], [1234.5, 12000]),
        (["1'234.50", "1’000"], [1234.5, 1000]),
        (["12,34,567", "1,234"], [1234567, 1234]),
        (["1.234.567", "1.234"], [1234567, 1234]),
        (["1,5", "2,25"], [1.5, 2.25]),
        (["0,125", "0,250"], [0.125, 0.25]),
        (["$1,234.50", "-$5", "0"], [1234.5, -5, 0]),
        (["€ 5", "€ 1.000,5"], [5, 1000.5]),
        (["5 CHF", "7.5 CHF"], [5, 7.5]),
        (["USD 5", "USD 1,000"], [5, 1000]),
        (["12 %", "-3.5%"], [12, -3.5]),
        (["(1,234.50)", "5"], [-1234.5, 5]),
        (["+5", "−7"], [5, -7]),
        (["1e3", "2.5E-2"], [1000, 0.025]),
    ],
)
def test_numbers_are_read_however_they_are_written(cells: list[str], read: list[float]) -> None:
    assert parsed(*cells) == read


@pytest.mark.parametrize(
    ("decimal", "cell", "value"),
    [(".", "1,234", 1234), (",", "1,234", 1.234), (".", "1.234", 1.234), (",", "1.234", 1234)],
)
def test_what_one_mark_means_is_told_by_the_rest_of_the_file(
    decimal: str, cell: str, value: float
) -> None:
    assert parsed(cell, decimal=decimal) == [value]


@pytest.mark.parametrize(
    "cells",
    [
        ["$5", "€5"],
        ["5%", "0.05"],
        ["01.02.2020", "02.02.2020"],
        ["1,2,3", "4,5,6"],
        ["12:30", "13:45"],
        ["A1", "B2"],
        ["5-6", "7-8"],
        ["(5", "6)"],
    ],
)
def test_what_is_no_number_in_one_style_is_none(cells: list[str]) -> None:
    assert np.isnan(parsed(*cells)).any()


def test_missing_cells_stay_missing() -> None:
    assert np.isnan(parsed("1,5", None, "2,5")).tolist() == [False, True, False]


@given(st.lists(st.integers(-(10**9), 10**9), min_size=2, unique=True), st.sampled_from(", .'"))
def test_any_whole_numbers_come_back_from_any_thousands(values: list[int], mark: str) -> None:
    cells = [f"{value:,}".replace(",", mark) for value in (*values, 1234567)]
    assert parsed(*cells) == [*values, 1234567]


def test_styled_features_become_numbers() -> None:
    amounts = [f"1.{100 + index},5 €" for index in range(60)]
    frame = table(rows(amount=amounts)).frame
    assert frame["amount"].tolist() == [1100.5 + index for index in range(60)]
    assert frame["amount"].dtype == np.float32


def test_decimal_commas_of_a_semicolon_file_are_evidence_for_its_thousands() -> None:
    lines = [f"{index},25;1.{100 + index};{index % 2}" for index in range(30)]
    content = "\n".join(["rate;amount;default", *lines]).encode()
    frame = load(DataSpec(source="csv"), content).frame
    assert frame["rate"].tolist() == [index + 0.25 for index in range(30)]
    assert frame["amount"].tolist() == [1100 + index for index in range(30)]


def test_text_among_styled_numbers_is_named_with_its_row() -> None:
    amounts = [f"{1000 + index % 20:,}" for index in range(59)]
    with pytest.raises(ColumnValueError, match='row 61 holds "a lot"'):
        table(rows(amount=[*amounts, "a lot"]))
