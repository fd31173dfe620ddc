"""Learning curves: losses over epochs, the mean of all seeds with the band from lowest to highest.

A panel shows one loss of one phase, so that each can be read on its own scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Literal

import plotly.graph_objects as go
from plotly.io import to_json

from core.charts.curve_traces import MOST_POINTS, Curve, curve_of, teacher_level, traces_of
from core.charts.template import ROLES, Chart, blank
from core.distill.reports import EpochReport, LearnerReport, Phase, Role

PanelName = Literal["teacher", "hard", "soft", "validation"]

WAITS: Mapping[Phase, str] = MappingProxyType(
    {
        "teacher": "begins soon",
        "between": "begins after the teacher",
        "students": "begins after the teacher",
    }
)

__all__ = ["MOST_POINTS", "PANELS", "Panel", "PanelName", "learning_curve", "learning_curve_json"]


@dataclass(frozen=True)
class Panel:
    """One loss of one phase."""

    title: str
    phase: Phase
    roles: tuple[Role, ...]
    value: Callable[[LearnerReport], float | None]
    meaning: str


PANELS: Mapping[PanelName, Panel] = MappingProxyType(
    {
        "teacher": Panel(
            "Teacher, validation loss",
            "teacher",
            ("teacher",),
            lambda learner: learner.validation,
            "How far the teacher's answers are from the labels of rows it does not learn from.",
        ),
        "soft": Panel(
            "Students, distance from the teacher",
            "students",
            ("distilled",),
            lambda learner: learner.soft,
            "Soft loss: how far the student's answers are from the teacher's softened answers.",
        ),
        "hard": Panel(
            "Students, distance from the labels",
            "students",
            ("alone", "distilled"),
            lambda learner: learner.hard,
            "Hard loss: how far the students' answers are from the labels of training rows.",
        ),
        "validation": Panel(
            "Students, validation AUC",
            "students",
            ("alone", "distilled"),
            lambda learner: learner.validation_auc,
            "How well the students rank rows that they do not learn from; higher is better.",
        ),
    }
)


def learning_curve(
    reports: tuple[EpochReport, ...], panel: PanelName, run: str = "", instead: str = ""
) -> Chart:
    """Draw one panel of the learning curves; it may be drawn while training goes on.

    Parameters
    ----------
    reports : tuple of EpochReport
        What training has said so far, all phases.
    panel : str
        Which of `PANELS` to draw.
    run : str
        Name of the run; zoom and hidden lines are kept as long as it stays the same.
    instead : str
        What a panel says that has no curve; by default when its curve begins.

    Returns
    -------
    Chart
    """
    figure, alt = _drawn(reports, panel, run, instead)
    return Chart(go.Figure(figure), alt)


def learning_curve_json(
    reports: tuple[EpochReport, ...], panel: PanelName, run: str = "", instead: str = ""
) -> tuple[str, str]:
    """Draw the same panel as JSON for a browser, with its words, in a small part of the time.

    Plotly's own objects check each value; while training goes on, that time is the training's.

    Returns
    -------
    figure_json, alt : str
    """
    figure, alt = _drawn(reports, panel, run, instead)
    return to_json(figure, validate=False), alt


def _drawn(
    reports: tuple[EpochReport, ...], panel: PanelName, run: str, instead: str
) -> tuple[dict[str, Any], str]:
    shown = PANELS[panel]
    own = tuple(report for report in reports if report.phase == shown.phase)
    curves = {role: curve_of(own, role, shown.value) for role in shown.roles}
    traces = [trace for role, curve in curves.items() for trace in traces_of(role, curve)]
    sentences = [_sentence(role, curve) for role, curve in curves.items() if curve.mean]
    if panel == "validation" and sentences:
        traces += teacher_level(reports)
    layout = dict(_layout(panel, "" if sentences else instead or WAITS[shown.phase]))
    layout["uirevision"] = run or panel
    layout["xaxis"] = layout["xaxis"] | {"range": [0.5, (own[-1].epochs if own else 1) + 0.5]}
    nothing = f"Nothing yet: {instead}." if instead else "Nothing yet."
    alt = f"Learning curves by epoch: {shown.title}. {' '.join(sentences) or nothing}"
    return {"data": traces, "layout": layout}, alt


@cache
def _layout(panel: PanelName, words: str) -> Mapping[str, Any]:
    """Return what stays in the layout of a panel; it is checked by Plotly, and only once.

    ``words`` stand in place of a curve, where there is none.
    """
    title = {"text": PANELS[panel].title, "font": {"size": 13}, "x": 0, "y": 0.98}
    figure = blank(title=title, margin={"t": 58}, hovermode="x unified")
    figure.update_xaxes(title={"text": "epoch", "standoff": 4})
    if words:
        _say_instead(figure, words)
    layout: dict[str, Any] = figure.to_plotly_json()["layout"]
    return MappingProxyType(layout)


def _say_instead(figure: go.Figure, words: str) -> None:
    """Show words in place of axes, which mean nothing before the first number."""
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    figure.add_annotation(text=words, showarrow=False, font={"size": 12})


def _sentence(role: Role, curve: Curve) -> str:
    title, epoch = ROLES[role].title, curve.epochs[-1]
    best = f", best so far in epoch {curve.best[0]}" if curve.best else ""
    first, last = f"{curve.mean[0]:.4f}", f"{curve.mean[-1]:.4f}"
    return f"{title}: from {first} to {last} after epoch {epoch}{best}."
