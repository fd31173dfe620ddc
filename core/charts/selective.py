"""Coverage against accuracy: what acting only when sure would buy."""

from __future__ import annotations

from collections.abc import Mapping

import plotly.graph_objects as go

from core.charts.numbers import range_text, score_text
from core.charts.template import GRID_COLOUR, ROLES, Chart, RoleStyle, blank
from core.distill.reports import Role
from core.evaluate.looks.selective import Selective, part_text


def selective_picture(curves: Mapping[Role, Selective]) -> Chart:
    """Draw the accuracy of each model on its surest rows, with 95 % intervals.

    Parameters
    ----------
    curves : mapping of role to Selective
        For the same rows.

    Returns
    -------
    Chart
        A model without a defined curve is left out of the picture, and named in the words.
    """
    figure = blank(height_px=300, margin={"t": 44})
    for role, curve in curves.items():
        if curve.points:
            _add_band(figure, ROLES[role], curve)
            _add_line(figure, ROLES[role], curve)
    figure.update_xaxes(
        title={"text": "share of rows answered, the surest first", "standoff": 6},
        tickformat=".0%",
        range=[0, 1.01],
    )
    figure.update_yaxes(title={"text": "accuracy on them", "standoff": 10}, gridcolor=GRID_COLOUR)
    return Chart(figure, selective_sentence(curves))


def selective_sentence(curves: Mapping[Role, Selective]) -> str:
    """Say what each model's accuracy is on its surest half, and on all rows."""
    told = "; ".join(f"{ROLES[role].title} {_told(curve)}" for role, curve in curves.items())
    return f"Accuracy when a model answers only its surest rows: {told or 'nothing'}."


def _told(curve: Selective) -> str:
    if not curve.half.is_defined:
        return curve.half.worded()
    everywhere = score_text(curve.points[-1].accuracy.mean)
    part = part_text(curve.half_coverage)
    return f"{curve.half.worded()} on its surest {part} instead of {everywhere} on all"


def _add_band(figure: go.Figure, style: RoleStyle, curve: Selective) -> None:
    coverages = [point.coverage for point in curve.points]
    highs = [point.accuracy.high for point in curve.points]
    lows = [point.accuracy.low for point in curve.points]
    figure.add_scatter(
        x=[*coverages, *reversed(coverages)],
        y=[*highs, *reversed(lows)],
        mode="lines",
        fill="toself",
        fillcolor=style.band(),
        line={"width": 0},
        legendgroup=style.title,
        showlegend=False,
        hoverinfo="skip",
    )


def _add_line(figure: go.Figure, style: RoleStyle, curve: Selective) -> None:
    figure.add_scatter(
        x=[point.coverage for point in curve.points],
        y=[point.accuracy.mean for point in curve.points],
        mode="lines" if len(curve.points) > 1 else "markers",
        name=style.title,
        legendgroup=style.title,
        line=style.line,
        marker={"color": style.colour, "size": 10},
        hovertext=[
            f"{style.title}: accuracy {score_text(point.accuracy.mean)} "
            f"({range_text(point.accuracy)}) on the surest {point.coverage:.0%}, "
            f"{point.rows:,} rows, each at least {point.confidence:.1%} sure"
            for point in curve.points
        ],
        hoverinfo="text",
    )
