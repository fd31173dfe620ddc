"""What each model listens to, both side by side."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping
from types import MappingProxyType

import plotly.graph_objects as go

from core.charts.names import on_picture, within
from core.charts.template import GRID_COLOUR, ROLES, TEXT_COLOUR, Chart, blank
from core.evaluate.looks.importance import (
    ColumnImportance,
    Importance,
    ImportanceMetric,
    ModelImportance,
)

MOST_COLUMNS = 12
MOST_CHARACTERS = 24
FRAME_PX = 84
ROW_PX = 30
OFFSET = 0.6
SCORE_TITLES: Mapping[ImportanceMetric, str] = MappingProxyType(
    {"auc": "AUC", "accuracy": "accuracy"}
)


def importance_picture(found: Importance) -> Chart:
    """Draw the score each model loses when a column is shuffled, as dots with their spread.

    Parameters
    ----------
    found : Importance

    Returns
    -------
    Chart
        At most twelve columns: those that cost any of the models most, the largest on top.
    """
    shown = _largest(found)
    figure = blank(height_px=FRAME_PX + ROW_PX * max(1, len(shown)), margin={"t": 44})
    for number, model in enumerate(found.models):
        nudge = OFFSET * (number - (len(found.models) - 1) / 2) / len(found.models)
        _add_model(figure, model, shown, nudge)
    figure.add_vline(x=0, line={"color": TEXT_COLOUR, "dash": "dot", "width": 1.5})
    figure.update_xaxes(
        title={"text": f"{SCORE_TITLES[found.metric]} lost when shuffled", "standoff": 6},
        gridcolor=GRID_COLOUR,
    )
    figure.update_yaxes(
        tickvals=list(range(len(shown))),
        ticktext=[_label(found.models[0].columns[place].column) for place in shown],
        range=[len(shown) - 0.5, -0.5],
        showgrid=False,
    )
    return Chart(figure, importance_sentence(found))


def importance_sentence(found: Importance) -> str:
    """Say in one sentence what each model listens to most, and how alike their order is."""
    told = "; ".join(f"{ROLES[model.role].title} {_told(model)}" for model in found.models)
    alike = ""
    if len(found.models) > 1:
        one, other = found.models[0].role, found.models[1].role
        alike = f"; rank correlation {found.rank_correlation(one, other).worded(2)}"
    score = SCORE_TITLES[found.metric]
    return f"What each model listens to most, by {score} lost when shuffled: {told}{alike}."


def _told(model: ModelImportance) -> str:
    known = [column for column in model.columns if column.drop.is_defined]
    if not known:
        return model.columns[0].drop.worded() if model.columns else "nothing"
    top = max(known, key=lambda column: column.drop.value)
    return f"{_label(top.column)} ({top.drop.worded()})"


def _largest(found: Importance) -> list[int]:
    """Places of the columns with the largest drop of any model, the largest first."""
    drops = [
        max((d for d in (c.drop.value for c in columns) if math.isfinite(d)), default=-math.inf)
        for columns in zip(*(model.columns for model in found.models), strict=True)
    ]
    known = [place for place, drop in enumerate(drops) if math.isfinite(drop)]
    return sorted(known, key=lambda place: -drops[place])[:MOST_COLUMNS]


def _add_model(figure: go.Figure, model: ModelImportance, shown: list[int], nudge: float) -> None:
    style = ROLES[model.role]
    drawn = [
        (row, model.columns[place])
        for row, place in enumerate(shown)
        if model.columns[place].drop.is_defined
    ]
    figure.add_scatter(
        x=[column.drop.value for _, column in drawn],
        y=[row + nudge for row, _ in drawn],
        mode="markers",
        name=style.title,
        marker={"color": style.colour, "size": 10},
        error_x={
            "array": [0.0 if math.isnan(c.spread) else c.spread for _, c in drawn],
            "color": style.colour,
            "thickness": 2,
            "width": 4,
        },
        hovertext=[_spoken(style.title, column) for _, column in drawn],
        hoverinfo="text",
    )


def _spoken(title: str, column: ColumnImportance) -> str:
    spread = "" if math.isnan(column.spread) else f", give or take {column.spread:.3f}"
    shuffles = "shuffle" if column.repeats == 1 else "shuffles"
    return (
        f"{title}, {html.escape(within(column.column))}: {column.drop.worded()}{spread} over "
        f"{column.repeats} {shuffles}"
    )


def _label(name: str) -> str:
    return on_picture(name, MOST_CHARACTERS)
