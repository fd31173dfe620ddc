from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.tasks.protected import MOST_GROUPS, NOT_STATED, OTHER, protected_columns


def groups_of(name: str, values: object) -> list[str]:
    (column,) = protected_columns(pd.DataFrame({name: values}), (name,))
    assert column.name == name
    return column.groups.tolist()


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (18, "24 or younger"),
        (24, "24 or younger"),
        (24.9, "24 or younger"),
        (25, "25 to 34"),
        (54, "45 to 54"),
        (61, "55 to 61"),
        (62, "62 or older"),
        (99, "62 or older"),
        (999, OTHER),
        (-1, OTHER),
    ],
)
@pytest.mark.parametrize("name", ["AGE", "age_in_years", "ApplicantAge"])
def test_ages_are_banded(name: str, age: float, band: str) -> None:
    assert groups_of(name, [*range(20, 80), age])[-1] == band


def test_ages_written_as_text_are_banded() -> None:
    assert groups_of("age", [str(age) for age in range(20, 50)])[-1] == "45 to 54"


def test_few_codes_of_ages_are_taken_as_they_are() -> None:
    assert groups_of("age_group", ["18-24", "25+"] * 20) == ["18-24", "25+"] * 20


@pytest.mark.parametrize(
    "born",
    [
        pd.date_range("1950-01-01", periods=30, freq="400D"),
        [f"{day}/06/{1950 + day}" for day in range(1, 31)],
        [1950 + year for year in range(30)],
    ],
    ids=["days", "written days", "years"],
)
def test_birth_dates_become_decades(born: object) -> None:
    assert groups_of("birthdate", born)[2] == "born 1950 to 1959"


def test_whole_numbers_are_written_without_a_decimal_point() -> None:
    assert groups_of("sex", [1.0, 2.0, np.nan]) == ["1", "2", NOT_STATED]


@pytest.mark.parametrize("dtype", ["object", "str", "category"])
def test_missing_cells_are_a_group_of_their_own(dtype: str) -> None:
    assert groups_of("sex", pd.Series(["m", None, "f"], dtype=dtype)) == ["m", NOT_STATED, "f"]


def test_rare_values_of_a_long_list_are_put_together() -> None:
    many = [f"country {number}" for number in range(40) for _ in range(40 - number)]
    found = pd.Series(groups_of("nationality", many)).value_counts()
    assert len(found) == MOST_GROUPS + 1
    assert found[OTHER] == sum(40 - number for number in range(MOST_GROUPS, 40))


def test_a_list_that_is_just_short_enough_is_kept_whole() -> None:
    values = [f"country {number}" for number in range(MOST_GROUPS)]
    assert groups_of("nationality", values) == values


def test_rows_can_be_chosen() -> None:
    (column,) = protected_columns(pd.DataFrame({"sex": ["m", "f", "f"]}), ("sex",))
    assert column.of_rows(np.array([2, 0])).groups.tolist() == ["f", "m"]


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(["age", "dob", "sex"]),
    cells=st.lists(st.one_of(st.none(), st.text(max_size=6), st.floats(), st.integers())),
)
def test_any_cells_give_a_group_a_row(name: str, cells: list[object]) -> None:
    series = pd.Series(cells, dtype="object")
    assert len(groups_of(name, series)) == len(cells)
