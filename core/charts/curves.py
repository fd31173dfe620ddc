"""Learning curves: losses over epochs, the mean of all seeds with the band from lowest to highest.

A panel shows one loss of one phase, so that each can be read on its own scale.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import plotly.graph_objects as go

from core.charts.template import ROLES, Chart, blank
from core.distill.reports import EpochReport, LearnerReport, Phase, Role

PanelName = Literal["teacher", "hard", "soft", "validation"]

MOST_POINTS = 200


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


@dataclass(frozen=True)
class _Curve:
    epochs: tuple[int, ...]
    low: tuple[float, ...]
    mean: tuple[float, ...]
    high: tuple[float, ...]
    best: tuple[int, float] | None


def learning_curve(reports: tuple[EpochReport, ...], panel: PanelName, run: str = "") -> Chart:
    """Draw one panel of the learning curves; it may be drawn while training goes on.

    Parameters
    ----------
    reports : tuple of EpochReport
        What training has said so far, all phases.
    panel : str
        Which of `PANELS` to draw.
    run : str
        Name of the run; zoom and hidden lines are kept as long as it stays the same.

    Returns
    -------
    Chart
    """
    shown = PANELS[panel]
    own = tuple(report for report in reports if report.phase == shown.phase)
    figure = blank(title={"text": shown.title, "font": {"size": 13}, "x": 0, "y": 0.98})
    last_epoch = own[-1].epochs if own else 1
    figure.update_layout(uirevision=run or panel, margin={"t": 58}, hovermode="x unified")
    figure.update_xaxes(range=[0.5, last_epoch + 0.5], title={"text": "epoch", "standoff": 4})
    sentences = []
    for role in shown.roles:
        curve = _curve(own, role, shown.value)
        _draw(figure, role, curve)
        sentences += _sentence(role, curve)
    if not sentences:
        _say_that_it_waits(figure, shown.phase)
    elif panel == "validation":
        _mark_teacher(figure, reports)
    return Chart(figure, f"{shown.title} by epoch. {' '.join(sentences) or 'Nothing yet.'}")


def _curve(
    reports: tuple[EpochReport, ...], role: Role, value: Callable[[LearnerReport], float | None]
) -> _Curve:
    step = -(-len(reports) // MOST_POINTS) or 1
    shown = [*reports[:-1:step], *reports[-1:]]
    told = [(report.epoch, _values(report, role, value)) for report in shown]
    points = [(epoch, values) for epoch, values in told if values]
    bests = [r for r in reports if any(x.is_best for x in r.learners if x.role == role)]
    at_best = _values(bests[-1], role, value) if bests else []
    return _Curve(
        epochs=tuple(epoch for epoch, _ in points),
        low=tuple(min(values) for _, values in points),
        mean=tuple(sum(values) / len(values) for _, values in points),
        high=tuple(max(values) for _, values in points),
        best=(bests[-1].epoch, sum(at_best) / len(at_best)) if at_best else None,
    )


def _values(
    report: EpochReport, role: Role, value: Callable[[LearnerReport], float | None]
) -> list[float]:
    return [v for x in report.learners if x.role == role and (v := value(x)) is not None]


def _draw(figure: go.Figure, role: Role, curve: _Curve) -> None:
    style = ROLES[role]
    if curve.low != curve.high:
        figure.add_scatter(
            x=[*curve.epochs, *reversed(curve.epochs)],
            y=[*curve.high, *reversed(curve.low)],
            fill="toself",
            fillcolor=style.band(),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            legendgroup=role,
            uid=f"{role}-band",
        )
    figure.add_scatter(
        x=curve.epochs,
        y=curve.mean,
        mode="lines" if len(curve.epochs) > 1 else "markers",
        line=style.line,
        marker={"color": style.colour},
        name=style.title,
        legendgroup=role,
        showlegend=True,
        hovertemplate="%{y:.4f}",
        uid=f"{role}-line",
    )
    epoch, mean = curve.best or (None, None)
    figure.add_scatter(
        x=[epoch],
        y=[mean],
        mode="markers",
        marker={"color": style.colour, "size": 9, "symbol": "star"},
        name=f"{style.title}, best epoch",
        legendgroup=role,
        showlegend=False,
        hovertemplate="best epoch so far",
        uid=f"{role}-best",
    )


def _say_that_it_waits(figure: go.Figure, phase: Phase) -> None:
    """Show words in place of axes, which mean nothing before the first number."""
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    words = "begins after the teacher" if phase == "students" else "begins soon"
    figure.add_annotation(text=words, showarrow=False, font={"size": 12})


def _mark_teacher(figure: go.Figure, reports: tuple[EpochReport, ...]) -> None:
    """Draw the teacher's best as a level line that the students can be measured by."""
    teachers = [x for r in reports if r.phase == "teacher" for x in r.learners if x.is_best]
    if teachers:
        style = ROLES["teacher"]
        figure.add_scatter(
            x=[0.5, max(report.epochs for report in reports)],
            y=[teachers[-1].validation_auc] * 2,
            mode="lines",
            line=style.line,
            name=style.title,
            hovertemplate="%{y:.4f}",
            uid="teacher-level",
        )


def _sentence(role: Role, curve: _Curve) -> list[str]:
    if not curve.mean:
        return []
    title, epoch = ROLES[role].title, curve.epochs[-1]
    best = f", best so far in epoch {curve.best[0]}" if curve.best else ""
    first, last = f"{curve.mean[0]:.4f}", f"{curve.mean[-1]:.4f}"
    return [f"{title}: from {first} to {last} after epoch {epoch}{best}."]
