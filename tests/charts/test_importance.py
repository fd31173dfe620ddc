from __future__ import annotations

import math

import pytest

from core.charts.importance import MOST_COLUMNS, importance_picture
from core.charts.template import ROLES
from core.evaluate.looks.defined import Defined, not_defined
from core.evaluate.looks.importance import ColumnImportance, Importance, ModelImportance


def model(role, drops, names=None):
    names = names or [f"column {place}" for place in range(len(drops))]
    columns = tuple(
        ColumnImportance(
            name, not_defined("the model broke") if math.isnan(drop) else Defined(drop), 0.01, 5
        )
        for name, drop in zip(names, drops, strict=True)
    )
    return ModelImportance(role, Defined(0.8), columns)


def found(*models, metric="auc"):
    return Importance(metric, models, 2000, 6000, False)


BOTH = found(model("teacher", [0.1, 0.3, 0.0]), model("distilled", [0.2, 0.25, 0.01]))


def test_both_models_are_side_by_side_in_their_colours() -> None:
    teacher, distilled = importance_picture(BOTH).figure.data[:2]
    assert (teacher.name, distilled.name) == ("Teacher", "Distilled")
    assert distilled.marker.color == ROLES["distilled"].colour
    assert all(one < other for one, other in zip(teacher.y, distilled.y, strict=True))


def test_the_column_that_costs_most_is_on_top() -> None:
    figure = importance_picture(BOTH).figure
    assert list(figure.layout.yaxis.ticktext) == ["column 1", "column 0", "column 2"]
    assert list(figure.data[0].x) == [0.3, 0.1, 0.0]
    assert list(figure.data[0].error_x.array) == [0.01] * 3
    assert figure.layout.yaxis.range[0] > figure.layout.yaxis.range[1]


def test_only_the_largest_of_many_columns_are_drawn() -> None:
    figure = importance_picture(found(model("teacher", [k / 100 for k in range(30)]))).figure
    assert len(figure.data[0].x) == MOST_COLUMNS
    assert min(figure.data[0].x) == pytest.approx(0.18)


def test_words_tell_what_each_listens_to_most_and_how_alike_they_are() -> None:
    assert importance_picture(BOTH).alt == (
        "What each model listens to most, by AUC lost when shuffled: Teacher column 1 (0.300); "
        "Distilled column 1 (0.250); rank correlation 1.00."
    )


def test_accuracy_is_named_where_it_was_used() -> None:
    chart = importance_picture(found(model("teacher", [0.1]), metric="accuracy"))
    assert chart.figure.layout.xaxis.title.text == "accuracy lost when shuffled"
    assert "by accuracy lost" in chart.alt


def test_names_of_columns_are_escaped() -> None:
    chart = importance_picture(found(model("teacher", [0.1], ["<b>%{x}</b>"])))
    assert chart.figure.layout.yaxis.ticktext[0] == "&lt;b&gt;%{x}&lt;/b&gt;"
    assert "&lt;b&gt;" in chart.figure.data[0].hovertext[0]
    assert chart.figure.data[0].hovertemplate is None
    assert "<b>" not in chart.alt


def test_long_names_that_begin_alike_stay_apart() -> None:
    names = ["a very long name of a column, first", "a very long name of a column, second"]
    figure = importance_picture(found(model("teacher", [0.2, 0.1], names))).figure
    assert len(set(figure.data[0].y)) == 2
    assert names[1] in figure.data[0].hovertext[1]


def test_a_diverged_student_is_told_and_not_drawn() -> None:
    broken = found(model("teacher", [0.1, 0.2, 0.3]), model("distilled", [math.nan] * 3))
    chart = importance_picture(broken)
    assert len(chart.figure.data[0].x) == 3
    assert not chart.figure.data[1].x
    assert "Distilled not defined, the model broke" in chart.alt


def test_a_model_without_columns_still_has_a_picture() -> None:
    assert "Teacher nothing" in importance_picture(found(model("teacher", []))).alt
