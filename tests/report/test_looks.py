from __future__ import annotations

from functools import cache

import pytest

from core.charts.section import Section
from core.lab.closer.answers import evidence_of
from core.report.looks import closer_looks
from tests.report.example_runs import older_run, run_of

SHARED = (
    "Classes",
    "Threshold by best F1",
    "Threshold by least cost",
    "Calibration",
    "Act when sure",
    "Student and teacher",
    "What they listen to",
    "Speed and memory",
)
ALWAYS_THERE = "Speed and memory"
"""A look that needs nothing row by row, so earlier versions kept what it tells; no picture."""


@cache
def looks_of(task: str) -> tuple[Section, ...]:
    return closer_looks(run_of(task))


@pytest.mark.parametrize(
    ("task", "own"),
    [
        ("credit", ("Fairness",)),
        ("direction", ("Walk forward", "Trading, long or out", "Trading, long or short")),
    ],
)
def test_every_look_that_applies_is_taken(task: str, own: tuple[str, ...]) -> None:
    looks = looks_of(task)
    assert [one.title for one in looks] == [*SHARED, *own]
    assert all(one.question for one in looks)
    assert all(one.tables for one in looks)
    assert all(one.pictures for one in looks if one.title != ALWAYS_THERE)


def test_an_older_run_says_of_each_look_in_one_sentence_why_it_cannot_be_taken() -> None:
    looks = closer_looks(older_run())
    assert [one.title for one in looks] == [*SHARED, "Fairness"]
    for look in looks:
        if look.title == ALWAYS_THERE:
            continue
        assert len(look.sentences) == 1
        assert "an earlier version" in look.sentences[0].lower()
        assert not look.tables
        assert not look.pictures


def test_the_two_thresholds_are_chosen_by_different_rules() -> None:
    by_f1, by_cost = looks_of("credit")[1:3]
    assert "best F1" in by_f1.sentences[0]
    assert "least cost" in by_cost.sentences[0]
    assert by_f1.tables != by_cost.tables


def test_a_market_run_is_traded_in_both_ways() -> None:
    long_or_out, long_or_short = looks_of("direction")[-2:]
    assert long_or_out.tables != long_or_short.tables


def test_a_look_tells_what_the_run_kept() -> None:
    (table,) = (one for one in looks_of("credit")[0].tables if one.title == "Each class")
    rows = sum(int(row[2]) for row in table.rows if row[1] == "Teacher")
    assert rows == len(evidence_of(run_of()).target)
