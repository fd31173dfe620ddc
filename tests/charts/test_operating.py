from __future__ import annotations

import math

import numpy as np
import pytest

from core.charts.operating import (
    draw_precision_recall,
    draw_roc,
    precision_recall_sentence,
    roc_sentence,
)
from core.charts.template import ROLES
from core.evaluate.looks.operating import operating_curves
from tests.charts.made_up import NAMES, TARGET, TWO_MODELS, table

MODELS = {role: operating_curves(TARGET, answers, NAMES) for role, answers in TWO_MODELS.items()}
BROKEN = operating_curves(TARGET, np.full_like(table(0), math.nan), NAMES)


@pytest.mark.parametrize(
    ("draw", "curve"), [(draw_roc, "roc"), (draw_precision_recall, "precision_recall")]
)
def test_each_model_is_a_line_of_its_colour_through_its_points(draw, curve) -> None:
    drawn = {trace.name: trace for trace in draw(MODELS).figure.data[1:]}
    assert list(drawn) == ["Alone", "Teacher"]
    for role, model in MODELS.items():
        style = ROLES[role]
        trace = drawn[style.title]
        assert (trace.line.color, trace.line.dash) == (style.colour, style.dash)
        assert trace.x == getattr(model, curve).x
        assert trace.y == getattr(model, curve).y


def test_guessing_is_drawn_at_the_base_rate() -> None:
    guessing = draw_precision_recall(MODELS).figure.data[0]
    assert guessing.y == pytest.approx((TARGET.mean(), TARGET.mean()))
    assert draw_roc(MODELS).figure.data[0].y == (0, 1)


def test_sentences_tell_the_exact_areas() -> None:
    assert f"Teacher {MODELS['teacher'].auc.value:.3f}" in roc_sentence(MODELS)
    precision = f"{MODELS['alone'].average_precision.value:.3f}"
    assert f"Alone {precision}" in precision_recall_sentence(MODELS)
    assert f"guessing being {TARGET.mean():.3f}" in precision_recall_sentence(MODELS)
    assert "for &lt;default&gt;" in draw_roc(MODELS).alt


def test_mean_over_classes_is_said() -> None:
    three = np.tile([0.2, 0.3, 0.5], (4, 1))
    found = operating_curves(np.array([0, 1, 2, 2]), three, ("a", "b", "c"))
    assert "mean over classes" in roc_sentence({"teacher": found})


@pytest.mark.parametrize("draw", [draw_roc, draw_precision_recall])
def test_a_diverged_model_has_no_line_but_a_reason(draw) -> None:
    chart = draw({**MODELS, "distilled": BROKEN})
    assert "Distilled" not in {trace.name for trace in chart.figure.data}
    assert "Distilled not defined, the model gives no probability" in chart.alt
