from __future__ import annotations

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.charts.section import Figures, Section
from core.evaluate.scores import Interval
from core.report.records import NOT_DEFINED, Record, of_interval, of_section, of_table, to_csv


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def cell(shown) -> list[Record]:
    return list(of_table("S", Figures("T", ("", "A"), (("row", shown),))))


@pytest.mark.parametrize(
    ("shown", "value"),
    [
        ("0.123", 0.123),
        ("-0.011", -0.011),
        ("+0.016", 0.016),
        ("1,792", 1792),
        ("0", 0),
        ("12.5%", 0.125),
        ("-3%", -0.03),
        ("007", "007"),
        ("1,2", "1,2"),
        ("5.40 kB", "5.40 kB"),
        ("down", "down"),
        ("٣", "٣"),
    ],
)
def test_what_reads_as_a_number_becomes_one(shown: str, value: object) -> None:
    assert [one.value for one in cell(shown)] == [value]


def test_ends_of_an_interval_are_taken_from_the_second_line() -> None:
    assert cell(("0.5", "0.4 to 0.6")) == [Record("S", "T", "row", "A", 0.5, 0.4, 0.6)]
    assert cell(("4.0%", "-2.0% to 9.0%")) == [Record("S", "T", "row", "A", 0.04, -0.02, 0.09)]


def test_any_other_second_line_is_a_note() -> None:
    assert [(one.column, one.value) for one in cell(("0.5", "by chance up to 0.2"))] == [
        ("A", 0.5),
        ("A, note", "by chance up to 0.2"),
    ]


def test_a_row_is_named_by_both_lines_of_its_first_cell() -> None:
    table = Figures("T", ("", "A"), ((("Alone", "chosen"), "1"),))
    assert [one.row for one in of_table("S", table)] == ["Alone, chosen"]


def test_a_section_gives_all_its_tables() -> None:
    tables = tuple(Figures(name, (), (("row", "1"),)) for name in "ab")
    assert [one.table for one in of_section(Section("S", "", tables=tables))] == ["a", "b"]


def test_what_does_not_exist_is_said_to_be_not_defined() -> None:
    lost = Interval(math.nan, math.nan, math.inf)
    (line,) = read(to_csv([of_interval("S", "T", "row", "A", lost)]))
    assert [line[name] for name in ("value", "low", "high")] == [NOT_DEFINED] * 3
    (line,) = read(to_csv(cell("–")))
    assert line["value"] == NOT_DEFINED


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_text_is_a_formula(start: str) -> None:
    text = f'{start}HYPERLINK("x")'
    (line,) = read(to_csv([Record(text, text, text, text, text)]))
    assert not [value for value in line.values() if value.startswith(("=", "+", "-", "@"))]


@given(st.floats(), st.floats(), st.floats())
def test_numbers_keep_all_their_digits(mean: float, low: float, high: float) -> None:
    (line,) = read(to_csv([of_interval("S", "T", "row", "A", Interval(mean, low, high))]))
    for name, number in (("value", mean), ("low", low), ("high", high)):
        assert (
            line[name] == NOT_DEFINED if not math.isfinite(number) else float(line[name]) == number
        )


@given(st.lists(st.text(), min_size=5, max_size=5))
def test_any_text_stays_in_its_cell(texts: list[str]) -> None:
    (line,) = read(to_csv([Record(*texts)]))
    assert len(line) == 7
    assert None not in line
