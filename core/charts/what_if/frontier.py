"""The frontier: what each student costs and how well it does, beside the teacher."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType

import plotly.graph_objects as go

from core.charts.numbers import (
    MISSING,
    count_text,
    range_text,
    score_text,
    size_text,
    time_text,
)
from core.charts.section import Cell, Figures
from core.charts.template import ROLES, Chart, blank
from core.evaluate.scores import Interval
from core.lab.result import ModelResult
from core.lab.sweep.frontier import (
    COST_TITLES,
    CostName,
    against_teacher,
    alone_beside,
    cost_of,
    efficient,
    quality_of,
)
from core.lab.sweep.outcome import Student, Sweep
from core.language.sentences import told
from core.language.speak import tr

HEIGHT_PX = 380
MARGIN = 0.12
COSTS = ("Size", "FLOPs", "One row", "Batch")
COST_TEXTS: Mapping[CostName, Callable[[float], str]] = MappingProxyType(
    {
        "size_bytes": lambda cost: size_text(int(cost)),
        "parameters": lambda cost: count_text(int(cost)),
        "flops": lambda cost: count_text(int(cost)),
        "one_row_ms": time_text,
        "batch_ms": time_text,
    }
)


def frontier(sweep: Sweep, name: CostName) -> Chart:
    """Draw students by cost and AUC on test rows, distilled and alone, with the teacher.

    A line joins the efficient students, which no other beats at a lower cost; the validation
    rows say which those are.

    Parameters
    ----------
    sweep : Sweep
    name : str
        Which cost, a key of `COST_TITLES`.
    """
    figure = blank(height_px=HEIGHT_PX, margin={"t": 40})
    places = efficient(sweep, name)
    _line(figure, sweep, name, places)
    _students(figure, sweep, name, is_alone=True)
    _students(figure, sweep, name, is_alone=False)
    _teacher(figure, sweep.teacher, name)
    _axis(figure, sweep, name)
    figure.update_yaxes(title=tr("AUC on test rows"))
    names = ", ".join(told(sweep.students[place].name) for place in places)
    alt = tr(
        "On the dotted line, for on validation rows nobody beats them in both AUC and {cost}: "
        "{names}. The teacher, {teacher}, has AUC {auc}."
    ).format(
        cost=tr(COST_TITLES[name]).lower(),
        names=names,
        teacher=told(sweep.teacher.name),
        auc=score_text(sweep.teacher.scores.auc.mean),
    )
    return Chart(figure, alt)


def frontier_table(sweep: Sweep, name: CostName) -> Figures:
    """Set all students in a table, the cheapest first, with what each costs."""
    places = efficient(sweep, name)
    order = sorted(range(len(sweep.students)), key=lambda p: cost_of(sweep.students[p], name))
    header = ("Student", "AUC distilled", "AUC alone", "Minus teacher", *COSTS)
    rows = tuple(_row(sweep, sweep.students[p], p in places) for p in order)
    naive = _model_row(sweep.baseline, tr("the naive baseline"))
    others = (_model_row(sweep.teacher, tr("the teacher")), naive)
    return Figures(tr("Students"), tuple(map(tr, header)), (*rows, *others))


def _row(sweep: Sweep, student: Student, is_efficient: bool) -> tuple[Cell, ...]:
    note = tr("on the line") if is_efficient else ""
    gap = against_teacher(sweep, student)
    return (
        (student.name, note),
        _scored(quality_of(sweep, student)),
        _scored(alone_beside(sweep, student)),
        (f"{gap.mean:+z.3f}" if math.isfinite(gap.mean) else MISSING, range_text(gap) or MISSING),
        size_text(student.cost.size_bytes),
        count_text(student.cost.flops),
        time_text(student.latency.one_row_ms),
        time_text(student.latency.batch_ms),
    )


def _model_row(model: ModelResult, note: str) -> tuple[Cell, ...]:
    return (
        (model.name, note),
        _scored(model.scores.auc),
        MISSING,
        MISSING,
        size_text(model.cost.size_bytes),
        count_text(model.cost.flops),
        time_text(model.latency.one_row_ms),
        time_text(model.latency.batch_ms),
    )


def _scored(found: Interval) -> Cell:
    return (score_text(found.mean), range_text(found) or MISSING)


def _line(figure: go.Figure, sweep: Sweep, name: CostName, places: tuple[int, ...]) -> None:
    chosen = [sweep.students[place] for place in places]
    figure.add_scatter(
        x=[cost_of(one, name) for one in chosen],
        y=[quality_of(sweep, one).mean for one in chosen],
        mode="lines",
        line={"color": ROLES["distilled"].colour, "width": 1.5, "dash": "dot"},
        hoverinfo="skip",
        showlegend=False,
    )


def _students(figure: go.Figure, sweep: Sweep, name: CostName, is_alone: bool) -> None:
    style = ROLES["alone" if is_alone else "distilled"]
    score_of = alone_beside if is_alone else quality_of
    scores = [score_of(sweep, one) for one in sweep.students]
    costs = [cost_of(one, name) for one in sweep.students]
    figure.add_scatter(
        x=costs,
        y=[score.mean for score in scores],
        mode="markers" if is_alone else "markers+text",
        name=style.title,
        marker={
            "color": style.colour,
            "size": 8 if is_alone else 11,
            "symbol": "diamond-open" if is_alone else "circle",
        },
        text=[f"  {one.name}" for one in sweep.students],
        textposition="bottom right",
        textfont={"size": 11},
        error_y=_errors(scores, style.colour),
        customdata=[
            [COST_TEXTS[name](cost), score_text(score.mean), range_text(score)]
            for cost, score in zip(costs, scores, strict=True)
        ],
        hovertemplate="%{text}: %{customdata[0]}<br>AUC %{customdata[1]} (%{customdata[2]})"
        "<extra></extra>",
    )


def _axis(figure: go.Figure, sweep: Sweep, name: CostName) -> None:
    """Mark 1, 2 and 5 of each power of ten, in the units of the cost."""
    costs = [cost_of(one, name) for one in sweep.students] + [_model_cost(sweep.teacher, name)]
    low, high = math.log10(min(costs)), math.log10(max(costs))
    margin = max(MARGIN, (high - low) * MARGIN)
    places = [
        step * 10.0**power
        for power in range(math.floor(low - margin), math.ceil(high + margin) + 1)
        for step in (1, 2, 5)
    ]
    figure.update_xaxes(
        title=tr(COST_TITLES[name]),
        type="log",
        range=[low - margin, high + margin],
        tickvals=places,
        ticktext=[COST_TEXTS[name](place) for place in places],
    )


def _teacher(figure: go.Figure, model: ModelResult, name: CostName) -> None:
    style, score = ROLES[model.role], model.scores.auc
    cost = _model_cost(model, name)
    figure.add_scatter(
        x=[cost],
        y=[score.mean],
        mode="markers",
        name=f"{style.title}: {model.name}",
        marker={"color": style.colour, "size": 12, "symbol": "square"},
        error_y=_errors([score], style.colour),
        hovertemplate=f"{model.name}: {COST_TEXTS[name](cost)}<br>AUC {score_text(score.mean)} "
        f"({range_text(score)})<extra></extra>",
    )


def _model_cost(model: ModelResult, name: CostName) -> float:
    match name:
        case "one_row_ms":
            return model.latency.one_row_ms
        case "batch_ms":
            return model.latency.batch_ms
    return float(getattr(model.cost, name))


def _errors(scores: list[Interval], colour: str) -> dict[str, object]:
    return {
        "array": [one.high - one.mean for one in scores],
        "arrayminus": [one.mean - one.low for one in scores],
        "color": colour,
        "thickness": 1,
        "width": 3,
    }
