from __future__ import annotations

import math

import pytest

from core.charts.lessons.snippet import (
    basis_sentence,
    differences,
    mistake_table,
    outcome_sentence,
    together_table,
    value_text,
)
from core.evaluate.scores import Interval
from core.learn.snippet_found import Found, Outcome, Reading, Snippet
from core.learn.snippet_mistakes import MISTAKES


def outcome(mean: float, low: float, high: float) -> Outcome:
    score = Interval(0.7, 0.65, 0.75)
    return Outcome(score, Interval(0.5, 0.4, 0.6), Interval(mean, low, high))


SAME, WORSE, UNCLEAR = outcome(0, 0, 0), outcome(-0.1, -0.2, -0.05), outcome(-0.01, -0.03, 0.02)


@pytest.fixture
def snippet() -> Snippet:
    reading = Reading("Loss", math.nan, 0.25)
    found = tuple(
        Found(mistake, (reading,), result)
        for mistake, result in zip(MISTAKES[:3], (SAME, WORSE, UNCLEAR), strict=True)
    )
    return Snippet(found, SAME, WORSE, 1400, 2250, 21000, 3, 88, 2.5)


@pytest.mark.parametrize(
    ("value", "kind", "text"),
    [
        (math.nan, "number", "not a number"),
        (None, "number", "none"),
        (0.31326, "number", "0.3133"),
        (-1e-9, "number", "0.0000"),
        (642.0, "count", "642"),
        (2568.0, "size", "2.57 kB"),
        (1.5, "time", "1.50 ms"),
        (1 / 3, "share", "33.3%"),
    ],
)
def test_numbers_are_written_by_their_kind(value, kind, text) -> None:
    assert value_text(value, kind) == text


def test_a_difference_is_called_one_only_where_zero_is_left_out() -> None:
    assert "0.100 lower" in outcome_sentence(WORSE)
    assert "0.100 higher" in outcome_sentence(outcome(0.1, 0.05, 0.2))
    assert "no clear difference" in outcome_sentence(UNCLEAR)
    assert "every answer is the same" in outcome_sentence(SAME)


def test_the_table_has_both_sides_and_the_scores(snippet: Snippet) -> None:
    table = mistake_table(snippet.found[0], snippet.right)
    assert table.header == ("", "As found", "Mended")
    assert table.rows[0] == ("Loss", "not a number", "0.2500")
    assert table.rows[1] == (
        "AUC after training",
        ("0.700", "0.650 to 0.750"),
        ("0.700", "0.650 to 0.750"),
    )
    assert len(together_table(snippet).rows) == 2


def test_the_picture_marks_what_costs_score_by_more_than_colour(snippet: Snippet) -> None:
    chart = differences(snippet)
    assert [trace.marker.symbol for trace in chart.figure.data] == ["circle", "x", "circle", "x"]
    assert "All six together -0.100" in chart.alt


def test_the_basis_is_told(snippet: Snippet) -> None:
    told = basis_sentence(snippet)
    for number in ("1,400", "21,000", "2,250", "3 seeds", "88 steps", "2.50 s"):
        assert number in told
