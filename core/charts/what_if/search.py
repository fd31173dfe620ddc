"""A search: how its trials went, what each setting did, and what quality costs."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import Literal

import plotly.graph_objects as go

from core.charts.numbers import count_text, score_text
from core.charts.section import Cell, Figures
from core.charts.template import ROLES, TEXT_COLOUR, Chart, blank
from core.lab.search.outcome import SearchFound, TrialTold
from core.language.speak import tr

Axis = Literal["alpha", "temperature", "learning_rate"]
AXES: dict[Axis, str] = {
    "alpha": "alpha, the weight of the teacher",
    "temperature": "T, the temperature",
    "learning_rate": "Learning rate",
}
TICKS = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 2, 3, 5, 10, 20)
MOST_SIZES = 8
HISTORY_HEIGHT_PX = 300
SLICE_HEIGHT_PX = 230


def history(trials: Sequence[TrialTold], n_trials: int) -> Chart:
    """Draw AUC on validation rows of each trial so far, and the best of them trial by trial.

    Parameters
    ----------
    trials : sequence of TrialTold
    n_trials : int
        As many as there will be.
    """
    figure = blank(height_px=HISTORY_HEIGHT_PX)
    complete = _complete(trials)
    for role, title in (("alone", tr("Best alone")), ("distilled", tr("Best distilled"))):
        _best_so_far(figure, complete, role == "alone", title)
    _dots(figure, complete)
    _given_up(figure, [one for one in trials if one.state == "pruned"])
    figure.update_xaxes(title=tr("Trial"), range=[0.5, n_trials + 0.5], tickformat="d")
    figure.update_yaxes(title=tr("AUC on validation rows"))
    if not complete:
        return Chart(figure, tr("No trial has come to its end yet."))
    best = max(complete, key=lambda one: one.auc or 0)
    own = max(complete, key=lambda one: one.alone_auc or 0)
    alt = tr(
        "After {done} of {n} trials the best distilled student has AUC {auc} (trial {best}) and "
        "the best student alone {alone} (trial {own}), on validation rows."
    ).format(
        done=len(trials),
        n=n_trials,
        auc=_auc(best.auc),
        best=best.number + 1,
        alone=_auc(own.alone_auc),
        own=own.number + 1,
    )
    return Chart(figure, alt)


def slice_of(found: SearchFound, axis: Axis) -> Chart:
    """Draw AUC on validation rows of every complete trial against one of its settings."""
    complete = _complete(found.trials)
    style = ROLES["distilled"]
    figure = blank(height_px=SLICE_HEIGHT_PX, showlegend=False, margin={"t": 10})
    figure.add_scatter(
        x=[getattr(one.setting, axis) for one in complete],
        y=[one.auc for one in complete],
        mode="markers",
        marker={
            "color": style.colour,
            "size": [13 if one.number == found.best else 7 for one in complete],
            "line": {"color": ROLES["teacher"].colour, "width": _rims(found, complete)},
        },
        customdata=[[one.number + 1, score_text(one.auc or 0)] for one in complete],
        hovertemplate="%{x:.3g}: AUC %{customdata[1]}, trial %{customdata[0]}<extra></extra>",
    )
    figure.update_xaxes(title=tr(AXES[axis]), type="linear" if axis == "alpha" else "log")
    if axis != "alpha":
        figure.update_xaxes(tickvals=TICKS, ticktext=[f"{tick:g}" for tick in TICKS])
    figure.update_yaxes(title=tr("AUC on validation rows"))
    chosen = getattr(found.trials[found.best].setting, axis)
    alt = tr("{axis}: the chosen trial has {value:.2g}.").format(axis=tr(AXES[axis]), value=chosen)
    return Chart(figure, alt)


def quality_and_cost(found: SearchFound) -> Chart:
    """Draw AUC on validation rows against parameters, and the trials that no other beats."""
    complete = _complete(found.trials)
    figure = blank(height_px=HISTORY_HEIGHT_PX, margin={"t": 40})
    front = [found.trials[number] for number in found.front]
    figure.add_scatter(
        x=[one.parameters for one in front],
        y=[one.auc for one in front],
        mode="lines",
        name=tr("No smaller one is as good"),
        line={"color": ROLES["distilled"].colour, "dash": "dot", "width": 1.5},
        hoverinfo="skip",
    )
    for is_alone, role in ((True, "alone"), (False, "distilled")):
        style = ROLES["alone" if is_alone else "distilled"]
        figure.add_scatter(
            x=[one.parameters for one in complete],
            y=[one.alone_auc if is_alone else one.auc for one in complete],
            mode="markers",
            name=style.title,
            marker={
                "color": style.colour,
                "size": 8,
                "symbol": "diamond-open" if role == "alone" else "circle",
            },
            hovertemplate="%{x:,} parameters: AUC %{y:.3f}<extra></extra>",
        )
    figure.update_xaxes(title=tr("Parameters"), type="log")
    sizes = sorted({one.parameters for one in complete})
    if len(sizes) <= MOST_SIZES:
        figure.update_xaxes(tickvals=sizes, ticktext=[count_text(size) for size in sizes])
    figure.update_yaxes(title=tr("AUC on validation rows"))
    told = ", ".join(f"{count_text(one.parameters)}: {_auc(one.auc)}" for one in front)
    return Chart(figure, tr("Best AUC by parameters: {told}.").format(told=told))


def trials_table(found: SearchFound, names: Sequence[str], most: int) -> Figures:
    """Set the best trials in a table, the best on validation rows first.

    Parameters
    ----------
    found : SearchFound
    names : sequence of str
        Of the students of the spec.
    most : int
        Trials to list.
    """
    header = ("Trial", "Student", "Alpha", "T", "Learning rate", "AUC", "AUC alone")
    best = sorted(_complete(found.trials), key=lambda one: -(one.auc or 0))[:most]
    rows = tuple(_row(found, one, names[one.setting.student]) for one in best)
    return Figures(tr("Trials"), tuple(map(tr, header)), rows)


def _row(found: SearchFound, trial: TrialTold, name: str) -> tuple[Cell, ...]:
    marks = {found.best: tr("chosen"), found.best_alone: tr("chosen alone")}
    if found.best == found.best_alone == trial.number:
        marks = {found.best: tr("chosen for both")}
    setting = trial.setting
    return (
        (f"{trial.number + 1}", marks.get(trial.number, "")),
        name,
        f"{setting.alpha:.2f}",
        f"{setting.temperature:.1f}",
        f"{setting.learning_rate:.2g}",
        _auc(trial.auc),
        _auc(trial.alone_auc),
    )


def _complete(trials: Iterable[TrialTold]) -> list[TrialTold]:
    return [one for one in trials if one.state == "complete" and one.auc is not None]


def _auc(value: float | None) -> str:
    return score_text(float("nan") if value is None else value)


def _best_so_far(figure: go.Figure, trials: list[TrialTold], is_alone: bool, title: str) -> None:
    style = ROLES["alone" if is_alone else "distilled"]
    found = [(one.alone_auc if is_alone else one.auc) or 0.0 for one in trials]
    figure.add_scatter(
        x=[one.number + 1 for one in trials],
        y=list(accumulate(found, max)),
        mode="lines",
        name=title,
        line=style.line | {"shape": "hv"},
        hovertemplate=html.escape(title) + ": %{y:.4f}<extra></extra>",
    )


def _dots(figure: go.Figure, trials: list[TrialTold]) -> None:
    figure.add_scatter(
        x=[one.number + 1 for one in trials],
        y=[one.auc for one in trials],
        mode="markers",
        name=tr("Distilled, each trial"),
        marker={"color": ROLES["distilled"].colour, "size": 6, "opacity": 0.6},
        customdata=[
            [s.alpha, s.temperature, s.learning_rate] for s in (one.setting for one in trials)
        ],
        hovertemplate="%{x}: AUC %{y:.4f}<br>alpha %{customdata[0]:.2f}, T %{customdata[1]:.1f}, "
        "%{customdata[2]:.2g}<extra></extra>",
    )


def _given_up(figure: go.Figure, trials: list[TrialTold]) -> None:
    if trials:
        figure.add_scatter(
            x=[one.number + 1 for one in trials],
            y=[one.auc for one in trials],
            mode="markers",
            name=tr("Given up"),
            marker={"color": TEXT_COLOUR, "size": 7, "symbol": "x-thin-open"},
            hovertemplate="%{x}: AUC %{y:.4f}<extra></extra>",
        )


def _rims(found: SearchFound, trials: list[TrialTold]) -> list[int]:
    return [2 if one.number == found.best else 0 for one in trials]
