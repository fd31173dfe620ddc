"""What a model can be set to do: ROC and precision-recall curves, for several models."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Literal

from core.charts.names import class_within
from core.charts.template import GRID_COLOUR, ROLES, Chart, blank
from core.distill.reports import Role
from core.evaluate.looks.defined import Defined
from core.evaluate.looks.operating import Line, OperatingCurves

Curve = Literal["roc", "precision_recall"]

HEIGHT_PX = 320
GUESSING = {"color": GRID_COLOUR, "width": 1.5}


def draw_roc(models: Mapping[Role, OperatingCurves]) -> Chart:
    """Draw the share found against the share of false alarms, one line a model.

    Parameters
    ----------
    models : mapping of role to OperatingCurves
        All of the same rows and the same class.

    Returns
    -------
    Chart
    """
    return _draw(models, "roc")


def draw_precision_recall(models: Mapping[Role, OperatingCurves]) -> Chart:
    """Draw precision against recall, one line a model.

    Parameters
    ----------
    models : mapping of role to OperatingCurves
        All of the same rows and the same class.

    Returns
    -------
    Chart
    """
    return _draw(models, "precision_recall")


def roc_sentence(models: Mapping[Role, OperatingCurves]) -> str:
    """Say the area under each model's ROC curve."""
    parts = (f"{ROLES[role].title} {_worded(model.auc)}" for role, model in models.items())
    return f"Area under the ROC curve{_judged(models)}, guessing being 0.5: {', '.join(parts)}."


def precision_recall_sentence(models: Mapping[Role, OperatingCurves]) -> str:
    """Say each model's average precision, beside that of guessing."""
    parts = (
        f"{ROLES[role].title} {_worded(model.average_precision)}" for role, model in models.items()
    )
    return (
        f"Average precision{_judged(models)}, guessing being {_base_rate(models):.3f}: "
        f"{', '.join(parts)}."
    )


def _draw(models: Mapping[Role, OperatingCurves], curve: Curve) -> Chart:
    is_roc = curve == "roc"
    figure = blank(height_px=HEIGHT_PX)
    base = _base_rate(models)
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1] if is_roc else [base, base],
        mode="lines",
        line=GUESSING,
        showlegend=False,
        hoverinfo="skip",
    )
    x_name, y_name = ("false alarms", "found") if is_roc else ("found", "precision")
    for role, model in models.items():
        line: Line = getattr(model, curve)
        if not line.x:
            continue
        style = ROLES[role]
        figure.add_scatter(
            x=line.x,
            y=line.y,
            mode="lines",
            name=style.title,
            line={**style.line, "shape": "linear" if is_roc else "vh"},
            hovertemplate=f"{style.title}: {x_name} %{{x:.1%}}, {y_name} %{{y:.1%}}<extra></extra>",
        )
    x_title = "false alarms, share of other rows" if is_roc else "recall, share found"
    y_title = "found, share of the class" if is_roc else "precision"
    figure.update_xaxes(
        title={"text": x_title, "standoff": 6}, range=[-0.01, 1.01], tickformat=".0%"
    )
    figure.update_yaxes(title={"text": y_title}, range=[0, 1.02], tickformat=".0%")
    sentence = roc_sentence(models) if is_roc else precision_recall_sentence(models)
    return Chart(figure, sentence)


def _base_rate(models: Mapping[Role, OperatingCurves]) -> float:
    return next((model.base_rate for model in models.values()), 0.0)


def _judged(models: Mapping[Role, OperatingCurves]) -> str:
    judged = next((model.judged for model in models.values()), "")
    return f" for {html.escape(class_within(judged))}" if judged else ", mean over classes"


def _worded(number: Defined) -> str:
    return html.escape(number.worded())
