from __future__ import annotations

import dataclasses
import math

import pytest

from core.charts.comparison import METRIC_TITLES, compare_costs, compare_scores
from core.charts.exchange import cost_shares, exchange
from core.evaluate.scores import METRICS, Interval
from core.evaluate.speed.latency_ratio import Ratio, SpeedUp
from core.evaluate.trade_off import trade_off_sentence
from core.lab.result import Result
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
    shares = dict(cost_shares(RESULT))
    assert shares["Parameters"] == pytest.approx(0.01)
    assert "parameters 1 %" in compare_costs(RESULT).alt


def test_a_teacher_without_parameters_has_no_share() -> None:
    teacher = dataclasses.replace(RESULT.teacher, cost=Cost(0, 0, 0))
    result = dataclasses.replace(RESULT, teacher=teacher)
    assert {label for label, _ in cost_shares(result)} == {"One row", "256 rows"}


def changes(result: Result) -> dict[str, str]:
    return {line.label: line.change for line in exchange(result)}


def test_exchange_names_what_is_given_up_and_what_is_won() -> None:
    found = changes(RESULT)
    assert found["AUC"] == "-0.040"
    assert found["Parameters"] == "1 % as many"
    assert found["File size"] == "1 % as large"
    assert found["One row"] == "10 times as fast"


def test_exchange_says_when_the_student_costs_more() -> None:
    swapped = dataclasses.replace(
        RESULT, distilled=RESULT.teacher, teacher=RESULT.distilled, speed_up=None
    )
    assert changes(swapped)["Parameters"] == "100 times as many"
    assert changes(swapped)["One row"] == "10 % as fast"


def test_exchange_is_silent_where_nothing_was_counted() -> None:
    teacher = dataclasses.replace(RESULT.teacher, cost=Cost(0, 0, 0))
    assert changes(dataclasses.replace(RESULT, teacher=teacher))["Parameters"] == ""


def ratio(rows: int, mean: float) -> Ratio:
    return Ratio(rows, Interval(mean, mean - 0.1, mean + 0.1), Interval(1.0, 0.99, 1.01))


def test_sentence_and_table_tell_the_same_speed() -> None:
    speed_up = SpeedUp(ratio(1, 7.24), ratio(256, 7.26), busy=False)
    result = dataclasses.replace(RESULT, speed_up=speed_up)
    sentence = trade_off_sentence(result.distilled, result.teacher, None, result.speed_up)
    assert changes(result)["One row"] == "7.2 times as fast"
    assert "answers 7.2 times as fast on one row and 7.3 times as fast on a batch" in sentence
    assert dict(cost_shares(result))["One row"] == pytest.approx(1 / 7.24)


def test_times_of_a_busy_machine_are_those_of_the_processor_and_say_so() -> None:
    distilled, teacher = (
        dataclasses.replace(
            column,
            latency=dataclasses.replace(
                column.latency, busy=True, one_row_cpu_ms=cpu_ms, batch_cpu_ms=cpu_ms
            ),
        )
        for column, cpu_ms in ((RESULT.distilled, 0.002), (RESULT.teacher, 0.008))
    )
    result = dataclasses.replace(RESULT, distilled=distilled, teacher=teacher, speed_up=None)
    line = next(line for line in exchange(result) if line.label.startswith("One row"))
    assert line.label == "One row, processor time"
    assert (line.distilled, line.change) == ("2.00 µs", "4.0 times as fast")
