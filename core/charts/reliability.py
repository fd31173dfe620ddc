"""Whether probabilities mean what they say: told against seen, for several models."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping

import plotly.graph_objects as go

from core.charts.names import class_within
from core.charts.numbers import count_text
from core.charts.template import GRID_COLOUR, ROLES, Chart, blank
from core.distill.reports import Role
from core.evaluate.looks.reliability import Reliability, ReliabilityBin


def draw_reliability(models: Mapping[Role, Reliability]) -> Chart:
    """Draw each model's told probabilities against what came true, with 95 % intervals.

    Parameters
    ----------
    models : mapping of role to Reliability
        All of the same rows and the same class.

    Returns
    -------
    Chart
    """
    figure = blank(height_px=340)
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": GRID_COLOUR, "width": 1.5},
        showlegend=False,
        hoverinfo="skip",
    )
    for role, model in models.items():
        if model.bins:
            figure.add_trace(_line(role, model))
    judged = next((model.judged for model in models.values()), "")
    told = (
        f"told probability of {html.escape(class_within(judged))}" if judged else "told probability"
    )
    figure.update_xaxes(title={"text": told, "standoff": 6}, range=[0, 1], tickformat=".0%")
    figure.update_yaxes(title={"text": "came true"}, range=[0, 1], tickformat=".0%")
    return Chart(figure, reliability_sentence(models))


def reliability_sentence(models: Mapping[Role, Reliability]) -> str:
    """Say how far each model's probabilities are from what came true."""
    judged = next((model.judged for model in models.values()), "")
    subject = (
        f"the probability of {html.escape(class_within(judged))}"
        if judged
        else "the told probability"
    )
    parts = (f"{ROLES[role].title} {_gap(model)}" for role, model in models.items())
    return f"Mean gap between {subject} and what came true: {', '.join(parts)}."


def _gap(model: Reliability) -> str:
    return html.escape(model.gap.worded())


def _line(role: Role, model: Reliability) -> go.Scatter:
    style = ROLES[role]
    spread = None
    if model.has_intervals:
        spread = {
            "array": [found.high - found.seen for found in model.bins],
            "arrayminus": [found.seen - found.low for found in model.bins],
            "color": style.band(0.55),
            "thickness": 1.2,
            "width": 3,
        }
    return go.Scatter(
        x=[found.told for found in model.bins],
        y=[found.seen for found in model.bins],
        mode="lines+markers",
        name=style.title,
        line=style.line,
        marker={"color": style.colour, "size": 6},
        error_y=spread,
        hovertext=[f"{style.title}: {_spoken(found)}" for found in model.bins],
        hoverinfo="text",
    )


def _spoken(found: ReliabilityBin) -> str:
    ends = "" if math.isnan(found.low) else f" ({found.low:.1%} to {found.high:.1%})"
    rows = f"{count_text(found.rows)} {'row' if found.rows == 1 else 'rows'}"
    return f"told {found.told:.1%}, came true {found.seen:.1%}{ends}, {rows}"
