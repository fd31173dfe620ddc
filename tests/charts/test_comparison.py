from __future__ import annotations

import dataclasses
import math

import pytest

from core.charts.comparison import METRIC_TITLES, compare_costs, compare_scores
from core.charts.exchange import cost_shares, exchange
from core.evaluate.scores import METRICS, Interval
from core.models.cost import Cost
from tests.lab.example_result import make_result

RESULT = make_result()


def test_every_score_has_a_title() -> None:
    assert set(METRIC_TITLES) == set(METRICS)


@pytest.mark.parametrize("metric", METRICS)
def test_four_columns_are_drawn_with_their_intervals(metric: str) -> None:
    figure = compare_scores(RESULT, metric).figure
    drawn = {trace.y[0]: trace for trace in figure.data}
    assert list(drawn) == ["Teacher", "Distilled", "Alone", "Baseline"]
    score = getattr(RESULT.distilled.scores, metric)
    assert drawn["Distilled"].x[0] == score.mean
    assert drawn["Distilled"].error_x.array[0] == pytest.approx(score.high - score.mean)


def test_picture_of_scores_tells_its_numbers_in_words() -> None:
    assert "Distilled 0.760 (0.750 to 0.770)" in compare_scores(RESULT, "auc").alt


def test_a_score_that_does_not_exist_is_drawn_as_nothing() -> None:
    nothing = Interval(math.nan, math.nan, math.nan)
    scores = dataclasses.replace(RESULT.distilled.scores, auc=nothing)
    distilled = dataclasses.replace(RESULT.distilled, scores=scores)
    result = dataclasses.replace(RESULT, distilled=distilled)
    assert "Distilled –," in compare_scores(result, "auc").alt


def test_costs_are_shares_of_the_teacher() -> None:
    shares = dict(cost_shares(RESULT.distilled, RESULT.teacher))
    assert shares["Parameters"] == pytest.approx(0.01)
    assert "parameters 1%" in compare_costs(RESULT).alt


def test_a_teacher_without_parameters_has_no_share() -> None:
    teacher = dataclasses.replace(RESULT.teacher, cost=Cost(0, 0, 0))
    assert {label for label, _ in cost_shares(RESULT.distilled, teacher)} == {"One row", "256 rows"}


def test_exchange_names_what_is_given_up_and_what_is_won() -> None:
    lines = {line.label: line for line in exchange(RESULT)}
    assert lines["AUC"].change == "-0.040"
    assert lines["Parameters"].change == "100 times less"
    assert lines["One row"].change == "10 times less"


def test_exchange_says_when_the_student_costs_more() -> None:
    swapped = dataclasses.replace(RESULT, distilled=RESULT.teacher, teacher=RESULT.distilled)
    assert {line.label: line.change for line in exchange(swapped)}["Parameters"] == "100 times more"
