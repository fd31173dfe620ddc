from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.cells import is_meant_as_numbers, missing_if_infinite, numbers
from core.data.days import days
from core.errors import ColumnValueError

FIRST, SECOND = pd.Timestamp("2024-01-30"), pd.Timestamp("2024-01-31")


def column(*cells: object) -> pd.Series:
    return pd.Series(cells, name="x")


WRITTEN = [
    ("2024-01-30", "2024-01-31"),
    ("2024-01-30 00:00:00", "2024-01-31 16:00:00"),
    ("2024-01-30T00:00:00-05:00", "2024-01-31T23:30:00-05:00"),
    ("2024-01-30 00:00:00+09:00", "2024-01-31 00:00:00+09:00"),
    ("2024-01-30T00:00:00Z", "2024-01-31T00:00:00.000Z"),
    ("01/30/2024", "01/31/2024"),
    ("30/01/2024", "31/01/2024"),
    ("30.01.2024", "31.01.2024"),
    ("01/30/2024 4:00 PM", "01/31/2024 4:00 PM"),
    ("30 Jan 2024", "31 Jan 2024"),
    ("Jan 30, 2024", "Jan 31, 2024"),
    ("30/01/24", "31/01/24"),
    ("30-Jan-2024", "31-Jan-2024"),
    ("30 January 2024", "31 January 2024"),
    ("January 30, 2024", "January 31, 2024"),
    ("2024/01/30", "2024/01/31"),
    ("20240130", "20240131"),
    (20240130, 20240131),
    (1706572800, 1706659200),
    (1706572800000, 1706659200000),
]


@pytest.mark.parametrize("cells", WRITTEN)
def test_days_are_read_however_they_are_written(cells: tuple[object, object]) -> None:
    read = days(column(*cells))
    assert read.tolist() == [FIRST, SECOND]
    assert read.dt.tz is None


def test_days_of_categories_are_read_like_text() -> None:
    assert days(column("31.01.2024", "30.01.2024").astype("category")).tolist() == [SECOND, FIRST]


def test_the_order_of_rows_tells_day_from_month_where_nothing_else_does() -> None:
    # Both readings fall on business days only; day first would jump back in time.
    assert days(column("01/02/2024", "01/03/2024", "02/01/2024")).is_monotonic_increasing


def test_swapped_day_and_month_are_told_by_the_weekends() -> None:
    sessions = pd.bdate_range("2024-03-04", "2024-03-12")
    read = days(pd.Series(sessions.strftime("%d/%m/%Y"), name="x"))
    assert read.tolist() == sessions.tolist()


@given(st.dates(min_value=pd.Timestamp("1900-01-01").date()).filter(lambda day: day.year < 2200))
def test_any_iso_day_comes_back_as_it_is(day) -> None:
    assert days(column(day.isoformat())).iloc[0] == pd.Timestamp(day)


@pytest.mark.parametrize("cell", ["soon", "2024-02-30", "9999-12-31", "0001-01-01", "12:30"])
def test_what_is_no_day_is_named_with_its_row(cell: str) -> None:
    with pytest.raises(ColumnValueError, match=f'row 3 holds "{cell}"'):
        days(column("2024-01-30", cell))


def test_text_among_numbers_is_named_with_its_row_and_counted() -> None:
    with pytest.raises(ColumnValueError, match=r'"x" must hold.*row 3 holds "n/k", and 1 more'):
        numbers(column("1", "n/k", "2", "a lot"))


WORDS = ("k.A.", "k. A.", "K.A.", "n/a", "N/A", "n.a.", "keine Angabe", "-", ".", "?", "#N/A")


@pytest.mark.parametrize("word", [*WORDS, "NULL", "none", "missing", "unbekannt", " k.A. "])
def test_a_word_for_a_missing_number_is_missing(word: str) -> None:
    assert numbers(column("1", word, "2.5")).tolist() == pytest.approx(
        [1, np.nan, 2.5], nan_ok=True
    )
    assert is_meant_as_numbers(pd.Series(["1", "2", "3"] * 20 + [word] * 3, dtype="str")) is (
        word != "none"
    )


@pytest.mark.parametrize("code", ["999", "-1", "9999", "0"])
def test_a_number_that_may_be_a_code_stays_a_number(code: str) -> None:
    assert numbers(column("1", code)).tolist() == [1, float(code)]


@pytest.mark.parametrize("share", [10, 50, 200])
def test_words_for_missing_numbers_do_not_count_however_many_they_are(share: int) -> None:
    cells = [str(age) for age in range(20, 80)] + ["k.A."] * share
    assert is_meant_as_numbers(pd.Series(cells, dtype="str"))


def test_none_may_mean_zero_where_it_is_frequent() -> None:
    cells = [str(days) for days in range(30, 60)] + ["none"] * 30
    assert not is_meant_as_numbers(pd.Series(cells, dtype="str"))


def test_words_alone_are_no_numbers() -> None:
    assert not is_meant_as_numbers(pd.Series(["k.A.", "n/a"] * 30, dtype="str"))


def test_missing_numbers_stay_missing() -> None:
    assert numbers(column(1.0, None)).isna().tolist() == [False, True]


def test_infinite_and_enormous_numbers_become_missing() -> None:
    read = missing_if_infinite(column(1.0, np.inf, -np.inf, 1e38, -1e29))
    assert read.isna().tolist() == [False, True, True, True, False]


@pytest.mark.parametrize(
    ("cells", "is_number"),
    [
        (["1", "2", "3"] * 40 + ["n/k"], True),
        (["0", "1", "2"] * 30 + ["3 or more"] * 8, False),
        ([str(value) for value in range(90)] + ["unknown"] * 8, True),
        (["own", "rent"] * 10, False),
        ([None, None], False),
    ],
)
def test_numbers_with_stray_text_differ_from_categories(cells: list, is_number: bool) -> None:
    assert is_meant_as_numbers(pd.Series(cells, dtype="str")) is is_number
