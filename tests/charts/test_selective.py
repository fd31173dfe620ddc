from __future__ import annotations

import numpy as np
import pytest

from core.charts.selective import selective_picture, selective_sentence
from core.charts.template import ROLES
from core.evaluate.compare import Truth
from core.evaluate.looks.selective import selective
from tests.evaluate.sheets import two_classes

TARGET = np.array([1, 1, 1, 0])
CURVE = selective(Truth(TARGET), two_classes([0.95, 0.9, 0.6, 0.55]))
CONSTANT = selective(Truth(TARGET), two_classes([0.7] * 4))
BROKEN = selective(Truth(TARGET), two_classes([np.nan] * 4))


def lines(figure):
    return {trace.name: trace for trace in figure.data if trace.name}


def test_each_role_keeps_its_colour_and_dash() -> None:
    drawn = lines(selective_picture({"teacher": CURVE, "alone": CURVE}).figure)
    assert list(drawn) == ["Teacher", "Alone"]
    assert drawn["Alone"].line.color == ROLES["alone"].colour
    assert drawn["Alone"].line.dash == "dash"


def test_line_goes_from_the_surest_row_to_all() -> None:
    line = lines(selective_picture({"teacher": CURVE}).figure)["Teacher"]
    assert list(line.x) == [0.25, 0.5, 0.75, 1.0]
    assert list(line.y) == [1.0, 1.0, 1.0, 0.75]


def test_band_holds_both_ends_of_every_interval() -> None:
    band = selective_picture({"teacher": CURVE}).figure.data[0]
    ends = [p.accuracy.high for p in CURVE.points] + [p.accuracy.low for p in CURVE.points][::-1]
    assert list(band.y) == pytest.approx(ends)


def test_words_tell_each_models_surest_half() -> None:
    assert selective_sentence({"teacher": CURVE}) == (
        "Accuracy when a model answers only its surest rows: "
        "Teacher 1.000 on its surest half instead of 0.750 on all."
    )


def test_a_model_that_is_always_as_sure_is_a_single_dot() -> None:
    chart = selective_picture({"distilled": CONSTANT})
    assert lines(chart.figure)["Distilled"].mode == "markers"
    assert "Distilled not defined, it is equally sure of every row" in chart.alt


def test_a_diverged_model_is_told_and_not_drawn() -> None:
    chart = selective_picture({"teacher": CURVE, "distilled": BROKEN})
    assert list(lines(chart.figure)) == ["Teacher"]
    assert "Distilled not defined, the model gives no probability" in chart.alt
