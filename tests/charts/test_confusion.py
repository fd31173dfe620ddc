from __future__ import annotations

import math

import numpy as np
import pytest

from core.charts.confusion import confusion_sentence, draw_confusion
from core.charts.template import ROLES
from core.evaluate.looks.class_report import report_classes
from tests.charts.made_up import NAMES, TARGET, TWO_MODELS, table

MODELS = {role: report_classes(TARGET, answers, NAMES) for role, answers in TWO_MODELS.items()}
BROKEN = report_classes(TARGET, np.full_like(table(0), math.nan), NAMES)


def _channels(colour: str) -> np.ndarray:
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    channels = _channels(colour)
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_each_model_has_its_table_in_its_colour() -> None:
    figure = draw_confusion(MODELS).figure
    assert [note.text for note in figure.layout.annotations] == ["Alone", "Teacher"]
    for role, trace in zip(MODELS, figure.data, strict=True):
        strongest = _channels(trace.colorscale[-1][1])
        assert np.argsort(strongest).tolist() == np.argsort(_channels(ROLES[role].colour)).tolist()


@pytest.mark.parametrize("role", ROLES)
def test_text_is_read_on_the_palest_and_the_strongest_cell(role) -> None:
    trace = draw_confusion({role: MODELS["alone"]}).figure.data[0]
    text = _luminance(trace.textfont.color)
    for _, colour in trace.colorscale:
        assert (_luminance(colour) + 0.05) / (text + 0.05) >= 4.5


def test_cells_hold_counts_and_shares_of_the_true_class() -> None:
    trace = draw_confusion(MODELS).figure.data[0]
    (stayed, alarms), (missed, hits) = MODELS["alone"].confusion
    share = hits / (missed + hits)
    assert trace.text[1][1] == f"{hits}<br>{share:.0%}"
    assert trace.z[1][1] == pytest.approx(share)
    assert trace.z[0][1] == pytest.approx(alarms / (stayed + alarms))


def test_four_models_stand_in_two_lines_and_twelve_classes_get_room() -> None:
    four = {role: MODELS["alone"] for role in ROLES}
    figure = draw_confusion(four).figure
    assert len(figure.data) == 4
    assert figure.layout.height > draw_confusion(MODELS).figure.layout.height
    names = tuple("abcdefghijkl")
    many = report_classes(np.arange(12), np.eye(12), names)
    assert draw_confusion({"teacher": many}).figure.layout.height > 12 * 40


def test_the_sentence_tells_what_share_of_each_class_was_found() -> None:
    line = MODELS["teacher"].lines[1]
    assert f"&lt;default&gt; {line.recall.value:.1%} of {line.rows}" in confusion_sentence(MODELS)
    assert draw_confusion(MODELS).alt == confusion_sentence(MODELS)


def test_a_class_without_rows_is_said_and_drawn_as_nothing() -> None:
    report = report_classes(np.zeros(20, np.int64), np.tile([0.9, 0.1], (20, 1)), NAMES)
    chart = draw_confusion({"teacher": report})
    assert "not defined, no test row belongs to this class" in chart.alt
    assert list(chart.figure.data[0].z[1]) == [0.0, 0.0]


def test_a_diverged_model_has_no_table_but_a_reason() -> None:
    chart = draw_confusion({**MODELS, "distilled": BROKEN})
    assert len(chart.figure.data) == 2
    assert "gives no probability" in chart.alt
    assert not draw_confusion({"distilled": BROKEN}).figure.data


def test_names_of_classes_never_become_markup() -> None:
    assert "<default>" not in draw_confusion(MODELS).figure.to_json()
