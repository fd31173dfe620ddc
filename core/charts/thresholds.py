"""From which probability on to act: the choice on validation rows, and what it gives on test."""

from __future__ import annotations

import html
from collections.abc import Mapping

from core.charts.template import GRID_COLOUR, ROLES, Chart, blank
from core.distill.reports import Role
from core.evaluate.looks.threshold import HALF, Threshold, ThresholdEffect, ThresholdRule

TITLES: Mapping[ThresholdRule, str] = {
    "f1": "F1 on validation rows",
    "cost": "cost a row on validation rows",
}


def draw_thresholds(models: Mapping[Role, ThresholdEffect]) -> Chart:
    """Draw what each threshold gives on validation rows, with the chosen one marked.

    Parameters
    ----------
    models : mapping of role to ThresholdEffect
        All chosen by the same rule on the same rows.

    Returns
    -------
    Chart
        A model whose threshold could not be chosen has no line.
    """
    figure = blank(height_px=300)
    for role, effect in models.items():
        if not effect.threshold.is_chosen:
            continue
        style, threshold = ROLES[role], effect.threshold
        heights = _heights(threshold)
        figure.add_scatter(
            x=threshold.curve.values,
            y=heights,
            mode="lines",
            name=style.title,
            legendgroup=role,
            line=style.line,
            hovertemplate=f"{style.title}: threshold %{{x:.3f}}, %{{y:.3f}}<extra></extra>",
        )
        figure.add_scatter(
            x=[threshold.value],
            y=[heights[threshold.curve.values.index(threshold.value)]],
            mode="markers",
            name=style.title,
            legendgroup=role,
            showlegend=False,
            marker={"color": style.colour, "size": 11, "symbol": "diamond"},
            hovertemplate=f"{style.title}, chosen: %{{x:.3f}}, %{{y:.3f}}<extra></extra>",
        )
    figure.add_vline(x=HALF, line={"color": GRID_COLOUR, "width": 1.5})
    rule = _rule(models)
    figure.update_xaxes(title={"text": "threshold", "standoff": 6}, range=[0, 1])
    figure.update_yaxes(title={"text": TITLES[rule]}, rangemode="tozero")
    return Chart(figure, thresholds_sentence(models))


def thresholds_sentence(models: Mapping[Role, ThresholdEffect]) -> str:
    """Say each model's threshold, and what it gives on test rows beside 0.5."""
    rule = _rule(models)
    measure = "F1" if rule == "f1" else "cost a row"
    parts = (f"{ROLES[role].title} {_spoken(effect)}" for role, effect in models.items())
    return (
        f"Threshold chosen on validation rows, and {measure} on test rows with it and with "
        f"{HALF}: {'; '.join(parts)}."
    )


def _rule(models: Mapping[Role, ThresholdEffect]) -> ThresholdRule:
    return next((effect.threshold.rule for effect in models.values()), "f1")


def _heights(threshold: Threshold) -> tuple[float, ...]:
    return threshold.curve.f1 if threshold.rule == "f1" else threshold.curve.cost


def _spoken(effect: ThresholdEffect) -> str:
    threshold = effect.threshold
    if not threshold.is_chosen:
        return html.escape(f"none, because {threshold.reason}")
    chosen, half = (
        at.f1 if threshold.rule == "f1" else at.cost for at in (effect.chosen, effect.half)
    )
    if not chosen.is_defined:
        return html.escape(f"{threshold.value:.3f}, {chosen.worded()}")
    return html.escape(f"{threshold.value:.3f}, {chosen.worded()} against {half.worded()}")
