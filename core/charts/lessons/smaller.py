"""Costs of models beside the cheapest, and quality against one of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from core.charts.numbers import (
    count_text,
    range_text,
    score_text,
    size_text,
    time_text,
)
from core.charts.section import Cell
from core.charts.template import DATA_COLOUR, GRID_COLOUR, ROLES, TEXT_COLOUR, Chart, blank
from core.language.joining import listed
from core.language.sentences import told
from core.language.speak import tr

if TYPE_CHECKING:
    from core.learn.smaller import Sized, Sizes

ROOM = 1.4
ROW_COLOUR, BATCH_COLOUR = "#A855F7", "#D97706"
Reading = Callable[["Sized"], float]
READINGS: MappingProxyType[str, Reading] = MappingProxyType(
    {
        "size": lambda model: model.size_bytes / 1000,
        "one_row": lambda model: model.one_row_ms * 1000,
        "batch": lambda model: model.batch_ms * 1000,
    }
)


def sizes_header(batch_rows: int) -> tuple[str, ...]:
    """Return the titles of the columns of `sizes_rows`."""
    batch = tr("{rows:,} rows").format(rows=batch_rows)
    return tr("Model"), tr("Parameters"), tr("File"), tr("One row"), batch, "AUC"


def sizes_rows(sizes: Sizes) -> tuple[tuple[Cell, ...], ...]:
    """Return one row of a table for each model, as `pages` and reports show it."""
    return tuple(
        (
            model.name,
            count_text(model.parameters),
            size_text(model.size_bytes),
            time_text(model.one_row_ms),
            time_text(model.batch_ms),
            (score_text(model.auc.mean), range_text(model.auc)),
        )
        for model in sizes.models
    )


def costs_picture(sizes: Sizes) -> Chart:
    """Draw how many times as much each model costs as the cheapest, in three costs.

    Returns
    -------
    Chart
    """
    names = [model.name for model in sizes.models]
    figure = blank(height_px=300, margin={"t": 40, "r": 16})
    batch = tr("{rows:,} rows").format(rows=sizes.batch_rows)
    marks = (
        ("size", tr("file size"), DATA_COLOUR, "square"),
        ("one_row", tr("one row"), ROW_COLOUR, "circle"),
        ("batch", batch, BATCH_COLOUR, "diamond"),
    )
    widest = []
    for cost, title, colour, symbol in marks:
        costs = [READINGS[cost](model) for model in sizes.models]
        times = [value / min(costs) for value in costs]
        widest.append((title, max(times)))
        figure.add_scatter(
            x=times,
            y=names,
            name=title,
            mode="markers",
            marker={"color": colour, "size": 11, "symbol": symbol},
            hovertemplate=f"%{{y}}, {title}: %{{x:.1f}}×<extra></extra>",
        )
    figure.update_xaxes(
        title={"text": tr("times the cheapest"), "standoff": 6},
        **_log_ticks(1.0, max(most for _, most in widest), "×"),
        gridcolor=GRID_COLOUR,
    )
    figure.update_yaxes(type="category", autorange="reversed", gridcolor=GRID_COLOUR)
    dearest = listed(f"{title} {times:,.1f}×" for title, times in widest)
    return Chart(figure, tr("The dearest model beside the cheapest: {told}.").format(told=dearest))


def frontier_picture(sizes: Sizes, best: Sequence[Sized], cost: str) -> Chart:
    """Draw quality against a cost, with a line through the models that none beats in both.

    Parameters
    ----------
    sizes : Sizes
    best : sequence of Sized
        Those models, the cheapest first.
    cost : {"size", "one_row", "batch"}

    Returns
    -------
    Chart
    """
    titles = {
        "size": tr("file size, kB"),
        "one_row": tr("time for one row, µs"),
        "batch": tr("time for {rows:,} rows, µs").format(rows=sizes.batch_rows),
    }
    read = READINGS[cost]
    figure = blank(height_px=320, showlegend=False, margin={"t": 24, "r": 24})
    figure.add_scatter(
        x=[read(model) for model in best],
        y=[model.auc.mean for model in best],
        mode="lines",
        line={**ROLES["distilled"].line, "shape": "hv"},
        hoverinfo="skip",
    )
    for model in sizes.models:
        style, auc = ROLES[model.role], model.auc
        figure.add_scatter(
            x=[read(model)],
            y=[auc.mean],
            mode="markers",
            marker={"color": style.colour, "size": 11},
            error_y={
                "array": [auc.high - auc.mean],
                "arrayminus": [auc.mean - auc.low],
                "color": style.band(0.5),
                "thickness": 1.5,
                "width": 4,
            },
            hovertemplate=f"{model.name}: {read(model):,.1f}, AUC {score_text(auc.mean)} "
            f"({range_text(auc)})<extra></extra>",
        )
    _add_names(figure, sizes, read)
    values = [read(model) for model in sizes.models]
    ticks = {} if cost == "one_row" else _log_ticks(min(values), max(values))
    figure.update_xaxes(title={"text": titles[cost], "standoff": 6}, gridcolor=GRID_COLOUR, **ticks)
    figure.update_yaxes(title={"text": "AUC"}, gridcolor=GRID_COLOUR)
    names = listed(f"{told(model.name)} {score_text(model.auc.mean)}" for model in best)
    sentence = tr("Nobody beats these in both AUC and {cost}: {told}.")
    return Chart(figure, sentence.format(cost=titles[cost], told=names))


def _add_names(figure: go.Figure, sizes: Sizes, read: Reading) -> None:
    """Write the names of the models, by turns above and below, so that neighbours do not meet."""
    for number, model in enumerate(sizes.models):
        place, end = (model.auc.high, "top") if number % 2 else (model.auc.low, "bottom")
        figure.add_scatter(
            x=[read(model)],
            y=[place],
            mode="text",
            text=[model.name],
            textposition=f"{end} center",
            textfont={"color": TEXT_COLOUR},
            cliponaxis=False,
            hoverinfo="skip",
        )


def _log_ticks(low: float, high: float, unit: str = "") -> dict[str, object]:
    """Return what a logarithmic axis needs to count 1, 2, 5, 10 and a little room at its ends."""
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    values = [digit * 10.0**power for power in range(first, last + 1) for digit in (1, 2, 5)]
    ends = [math.log10(low / ROOM), math.log10(high * ROOM)]
    return {
        "type": "log",
        "range": ends,
        "tickvals": values,
        "ticktext": [f"{value:,g}{unit}" for value in values],
    }
