from __future__ import annotations

import math

import numpy as np
import pytest

from core.charts.reliability import draw_reliability, reliability_sentence
from core.charts.template import ROLES
from core.evaluate.looks.reliability import Reliability, reliability
from tests.charts.made_up import NAMES, TARGET, TWO_MODELS, table


def _models(**choices: object) -> dict[str, Reliability]:
    return {
        role: reliability(TARGET, answers, NAMES, **choices) for role, answers in TWO_MODELS.items()
    }


def test_each_model_has_its_colour_dash_and_intervals() -> None:
    models = _models()
    drawn = {trace.name: trace for trace in draw_reliability(models).figure.data[1:]}
    assert list(drawn) == ["Alone", "Teacher"]
    alone = drawn["Alone"]
    assert (alone.line.color, alone.line.dash) == (ROLES["alone"].colour, ROLES["alone"].dash)
    first = models["alone"].bins[0]
    assert (alone.x[0], alone.y[0]) == (first.told, first.seen)
    assert alone.error_y.array[0] == pytest.approx(first.high - first.seen)
    assert alone.error_y.arrayminus[0] == pytest.approx(first.seen - first.low)


def test_rows_that_hang_together_are_drawn_without_intervals() -> None:
    drawn = draw_reliability(_models(rows_are_independent=False)).figure.data[1:]
    assert all(trace.error_y.array is None for trace in drawn)
    assert all("nan" not in text for trace in drawn for text in trace.hovertext)


def test_the_sentence_tells_every_gap() -> None:
    models = _models()
    sentence = reliability_sentence(models)
    assert f"Teacher {models['teacher'].gap.value:.3f}" in sentence
    assert "the probability of &lt;default&gt;" in sentence
    assert draw_reliability(models).alt == sentence


def test_a_diverged_model_has_no_line_but_a_reason() -> None:
    models = {
        **_models(),
        "distilled": reliability(TARGET, np.full_like(table(0), math.nan), NAMES),
    }
    chart = draw_reliability(models)
    assert "Distilled" not in {trace.name for trace in chart.figure.data}
    assert "Distilled not defined, the model gives no probability" in chart.alt


def test_names_of_classes_never_become_markup() -> None:
    figure = draw_reliability(_models()).figure
    assert "<default>" not in figure.layout.xaxis.title.text
