from __future__ import annotations

import dataclasses

import pytest

from core.evaluate.scores import Interval
from core.evaluate.speed.speed_words import speed_sentence
from core.lab.closer.headline import next_step_of
from core.lab.summary import to_text
from tests.lab.example_result import make_result


def line_of(text: str, label: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(label))


@pytest.mark.parametrize("outcome", ["better", "worse", "no_clear_difference"])
def test_verdict_is_the_last_line(outcome: str) -> None:
    result = make_result(outcome)
    assert to_text(result).splitlines()[-1] == result.verdict.sentence


def test_columns_stand_in_the_order_they_are_shown() -> None:
    assert to_text(make_result()).split()[:4] == ["Baseline", "Alone", "Distilled", "Teacher"]


def test_score_has_its_interval_below_it() -> None:
    lines = to_text(make_result()).splitlines()
    row = next(number for number, line in enumerate(lines) if line.startswith("AUC"))
    assert lines[row].split() == ["AUC", "0.500", "0.750", "0.760", "0.800"]
    assert lines[row + 1].split()[:3] == ["0.490", "to", "0.510"]


@pytest.mark.parametrize(
    ("label", "numbers"),
    [
        ("Parameters", ["0", "100", "100", "10,000"]),
        ("Size, bytes", ["0", "400", "400", "40,000"]),
        ("One row, ms", ["0.0100", "0.0100", "0.0100", "0.1000"]),
        ("256 rows, ms", ["0.1000", "0.1000", "0.1000", "1.0000"]),
    ],
)
def test_costs_are_told(label: str, numbers: list[str]) -> None:
    assert line_of(to_text(make_result()), label).split()[-4:] == numbers


def test_number_that_does_not_exist_is_a_dash() -> None:
    result = make_result()
    nothing = Interval(float("nan"), float("nan"), float("nan"))
    scores = dataclasses.replace(result.baseline.scores, auc=nothing)
    result = dataclasses.replace(
        result, baseline=dataclasses.replace(result.baseline, scores=scores)
    )
    text = to_text(result)
    assert line_of(text, "AUC").split() == ["AUC", "-", "0.750", "0.760", "0.800"]
    assert "nan" not in text


def test_lines_fit_a_narrow_terminal() -> None:
    table, _, _ = to_text(make_result()).partition("\n\n")
    assert max(map(len, table.splitlines())) <= 90


def test_what_to_do_next_and_the_speed_stand_before_the_verdict() -> None:
    result = make_result()
    *_, speed, following, verdict = to_text(result).splitlines()
    assert speed == speed_sentence(result.speed_up)
    assert following == f"Next: {next_step_of(result).sentence}"
    assert verdict == result.verdict.sentence


def test_agreement_is_a_percentage() -> None:
    assert "agree on 90.0% of the test rows." in to_text(make_result())


@pytest.mark.parametrize(
    ("headroom", "words"),
    [
        (
            Interval(0.02, 0.01, 0.03),
            "There is something to teach: the teacher's AUC is 0.020 above",
        ),
        (Interval(-0.01, -0.02, 0.0), "There may be nothing to teach: the teacher's AUC is 0.010"),
        (Interval(*[float("nan")] * 3), "Whether the teacher is better than the student alone"),
    ],
)
def test_headroom_is_told(headroom: Interval, words: str) -> None:
    result = dataclasses.replace(make_result(), headroom=headroom)
    assert any(line.startswith(words) for line in to_text(result).splitlines())


def test_notes_stand_before_the_verdict() -> None:
    result = dataclasses.replace(make_result(), notes=("Seed 1 was left out.",))
    assert "Seed 1 was left out." in to_text(result).splitlines()
