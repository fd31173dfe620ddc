from __future__ import annotations

import numpy as np
import pytest

from core.charts.template import ROLES
from core.charts.thresholds import TITLES, draw_thresholds, thresholds_sentence
from core.evaluate.looks.threshold import ThresholdEffect, choose_threshold, threshold_effect
from tests.charts.made_up import NAMES, TARGET, TWO_MODELS


def _models(rule: str) -> dict[str, ThresholdEffect]:
    return {
        role: threshold_effect(
            choose_threshold(TARGET, answers, NAMES, rule), TARGET, answers[::-1]
        )
        for role, answers in TWO_MODELS.items()
    }


def _unchosen() -> ThresholdEffect:
    answers = TWO_MODELS["alone"]
    threshold = choose_threshold(np.zeros_like(TARGET), answers, NAMES)
    return threshold_effect(threshold, TARGET, answers)


@pytest.mark.parametrize("rule", ["f1", "cost"])
def test_the_chosen_threshold_is_marked_on_the_line_of_its_model(rule) -> None:
    models = _models(rule)
    figure = draw_thresholds(models).figure
    assert figure.layout.yaxis.title.text == TITLES[rule]
    lines, marks = figure.data[::2], figure.data[1::2]
    for role, line, mark in zip(models, lines, marks, strict=True):
        threshold = models[role].threshold
        assert (line.line.color, line.line.dash) == (ROLES[role].colour, ROLES[role].dash)
        assert mark.x == (threshold.value,)
        assert mark.y[0] == (max(line.y) if rule == "f1" else min(line.y))


def test_the_sentence_sets_the_choice_beside_half_on_test_rows() -> None:
    models = _models("cost")
    effect = models["teacher"]
    expected = (
        f"Teacher {effect.threshold.value:.3f}, {effect.chosen.cost.value:.3f} "
        f"against {effect.half.cost.value:.3f}"
    )
    assert expected in thresholds_sentence(models)
    assert "cost a row on test rows" in draw_thresholds(models).alt


def test_a_threshold_that_could_not_be_chosen_has_no_line_but_a_reason() -> None:
    chart = draw_thresholds({**_models("f1"), "distilled": _unchosen()})
    assert "Distilled" not in {trace.name for trace in chart.figure.data}
    assert "Distilled none, because all 400 validation rows belong to" in chart.alt


def test_figures_that_test_rows_do_not_define_are_said() -> None:
    answers = TWO_MODELS["alone"]
    threshold = choose_threshold(TARGET, answers, NAMES)
    effect = threshold_effect(threshold, np.zeros(3, np.int64), np.tile([1.0, 0.0], (3, 1)))
    assert "not defined, no test row belongs" in thresholds_sentence({"alone": effect})
    assert "&lt;default&gt;" in thresholds_sentence({"alone": effect})
