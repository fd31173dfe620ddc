"""The landscape: what alpha and temperature do to a student, as a map."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import plotly.graph_objects as go

from core.charts.numbers import MISSING, fine_range_text, score_text
from core.charts.template import ROLES, Chart, blank
from core.evaluate.scores import Interval
from core.lab.sweep.claims import (
    is_clear,
    taught_cells,
    taught_models,
    voice_of,
    widened_for_cells,
)
from core.lab.sweep.outcome import Cell, CellsTold, Sweep
from core.language.speak import tr

RowsName = Literal["validation", "test"]

LEAST_SPAN = 0.002
HEIGHT_PX = 330
MARKER_PX = 46
COLOURS = ((0.0, ROLES["alone"].colour), (0.5, "#CBD5E1"), (1.0, ROLES["distilled"].colour))
ON_COLOUR = "#0F172A"
"""Text that can be read on every tile, in light and in dark."""

NO_NUMBER_COLOUR = "#E2E8F0"
"""Of a tile without a number: on a dark page neither its dash nor its outline would be seen."""

POINTS_IN_ONE = 100
NOT_CLEAR = "○"
HALF = 0.48
"""Half of a cell's width and height, in cells, without the gap between them."""

HALF_INSIDE = 0.42
"""That of the frame around the cell that is looked at, within the frame of the chosen one."""


@dataclass(frozen=True)
class _Tile:
    """One cell of a map: its place, its colour's value, what is written on it and told of it."""

    alpha: float
    temperature: float
    value: float
    text: str
    told: str


def live_map(told: CellsTold, name: str) -> Chart:
    """Draw the cells of a student while it trains: AUC on validation rows minus that alone.

    Parameters
    ----------
    told : CellsTold
    name : str
        Of the student.
    """
    tiles = [
        _Tile(
            cell.alpha,
            cell.temperature,
            cell.difference,
            _points(cell.difference) if cell.alpha > 0 else tr("alone"),
            f"AUC {score_text(cell.auc)}",
        )
        for cell in told.cells
    ]
    best = told.ahead
    alt = tr(
        "{name}, epoch {epoch} of {epochs}: on validation rows alpha {alpha:g}, T {heat:g} is "
        "ahead with AUC {auc}, the student alone has {alone}."
    ).format(
        name=name,
        epoch=told.epoch,
        epochs=told.epochs,
        alpha=best.alpha,
        heat=best.temperature,
        auc=score_text(best.auc),
        alone=score_text(told.alone_auc),
    )
    return Chart(_map(tiles), alt)


def landscape(sweep: Sweep, student: int, rows: RowsName, looked_at: Cell | None = None) -> Chart:
    """Draw the judged cells of a student: difference in AUC to the student alone.

    A ring marks cells whose interval, widened for the number of cells, contains zero; a cell
    that could not be judged has a dash and no ring.

    Parameters
    ----------
    sweep : Sweep
    student : int
        Its place among the students of the sweep.
    rows : {"validation", "test"}
        Whose difference is shown.
    looked_at : Cell, optional
        The cell whose numbers stand beside the map; it is outlined where the map has it.
    """
    cells = sweep.of_student(student)
    tiles = [_judged(sweep, cell, rows) for cell in cells]
    figure = _map(tiles)
    chosen = sweep.cells[sweep.students[student].best]
    _lay_over(figure, tiles)
    _frame(figure, chosen, tiles, HALF, {"color": ROLES["teacher"].colour, "width": 3})
    models = [cell for cell in taught_models(sweep) if cell.student == student]
    alt = _counted(sweep).format(
        name=sweep.students[student].name,
        rows=tr(rows),
        clear=sum(is_clear(sweep, one, difference_of(sweep, one, rows)) for one in models),
        n=len(models),
        alpha=chosen.alpha,
        heat=chosen.temperature,
    )
    if looked_at is not None and looked_at.student == student:
        _frame(figure, looked_at, tiles, HALF_INSIDE, {"color": ON_COLOUR, "width": 2})
        words = tr("Outlined: alpha {alpha:g}, T {heat:g}, the cell below.")
        said = words.format(alpha=looked_at.alpha, heat=looked_at.temperature)
        alt = f"{alt} {said}"
    return Chart(figure, alt)


def difference_of(sweep: Sweep, cell: Cell, rows: RowsName) -> Interval:
    """Return the difference to the student alone that a map shows of a cell, widened."""
    found = cell.validation_difference if rows == "validation" else cell.difference
    return widened_for_cells(sweep, found)


def _counted(sweep: Sweep) -> str:
    """Return the words for how many taught models differ clearly, and what is chosen."""
    if voice_of(sweep) == "teacher":
        return tr(
            "{name} on {rows} rows: {clear} of {n} cells with a teacher differ clearly from the "
            "student alone. The validation rows choose alpha {alpha:g}, T {heat:g}."
        )
    return tr(
        "{name} on {rows} rows: {clear} of {n} models with smoothed labels differ clearly from "
        "the student alone. The validation rows choose alpha {alpha:g}, T {heat:g}."
    )


def _judged(sweep: Sweep, cell: Cell, rows: RowsName) -> _Tile:
    if not cell.is_judged:
        why = tr("cannot be judged: too few of its trainings had a usable epoch")
        return _Tile(cell.alpha, cell.temperature, math.nan, MISSING, why)
    found = difference_of(sweep, cell, rows)
    text = _points(found.mean) if cell.alpha > 0 else tr("alone")
    if cell.alpha > 0 and not is_clear(sweep, cell, found):
        text = f"{NOT_CLEAR} {text}"
    auc = cell.validation if rows == "validation" else cell.scores.auc
    widened = tr(", widened for {n} cells").format(n=taught_cells(sweep))
    told = tr("AUC {auc}<br>minus alone {difference}<br>interval {ends}{widened}").format(
        auc=score_text(auc.mean),
        difference=signed_text(found.mean),
        ends=fine_range_text(found) or "–",
        widened=widened,
    )
    return _Tile(cell.alpha, cell.temperature, found.mean, text, told)


def _map(tiles: Sequence[_Tile]) -> go.Figure:
    span = max([LEAST_SPAN, *(abs(t.value) for t in tiles if math.isfinite(t.value))])
    alphas = sorted({tile.alpha for tile in tiles})
    heats = sorted({tile.temperature for tile in tiles})
    by_place = {(tile.alpha, tile.temperature): tile for tile in tiles}
    grid = [[by_place[alpha, heat] for alpha in alphas] for heat in heats]
    figure = blank(height_px=HEIGHT_PX, showlegend=False, margin={"t": 10})
    figure.add_heatmap(
        x=[f"{alpha:g}" for alpha in alphas],
        y=[f"{heat:g}" for heat in heats],
        z=[[tile.value for tile in line] for line in grid],
        text=[[tile.text for tile in line] for line in grid],
        customdata=[[tile.told for tile in line] for line in grid],
        texttemplate="%{text}",
        textfont={"size": 12, "color": ON_COLOUR},
        hovertemplate="alpha %{x}, T %{y}<br>%{customdata}<extra></extra>",
        colorscale=COLOURS,
        zmin=-span,
        zmax=span,
        xgap=3,
        ygap=3,
        showscale=False,
    )
    _fill_unknown(figure, grid)
    figure.update_xaxes(
        title=tr("alpha, the weight of the teacher"),
        type="category",
        range=[-0.5, len(alphas) - 0.5],
        showgrid=False,
    )
    figure.update_yaxes(
        title=tr("T, the temperature"),
        type="category",
        range=[-0.5, len(heats) - 0.5],
        showgrid=False,
    )
    return figure


def _fill_unknown(figure: go.Figure, grid: Sequence[Sequence[_Tile]]) -> None:
    """Lay a plain tile under each cell without a number, which a heatmap leaves out."""
    fill = {"fillcolor": NO_NUMBER_COLOUR, "line": {"width": 0}, "layer": "below"}
    for x, y in ((x, y) for y, line in enumerate(grid) for x in range(len(line))):
        if not math.isfinite(grid[y][x].value):
            ends = {"x0": x - HALF, "x1": x + HALF, "y0": y - HALF, "y1": y + HALF}
            figure.add_shape(type="rect", **ends, **fill)


def _lay_over(figure: go.Figure, tiles: Sequence[_Tile]) -> None:
    """Lay over each cell a place to click, which also tells of it."""
    unseen = {"marker": {"opacity": 0}}
    figure.update_traces(hoverinfo="skip", hovertemplate=None)
    figure.add_scatter(
        x=[f"{tile.alpha:g}" for tile in tiles],
        y=[f"{tile.temperature:g}" for tile in tiles],
        customdata=[tile.told for tile in tiles],
        mode="markers",
        marker={"size": MARKER_PX, "symbol": "square", "opacity": 0},
        selected=unseen,
        unselected=unseen,
        hovertemplate="alpha %{x}, T %{y}<br>%{customdata}<extra></extra>",
    )


def _frame(
    figure: go.Figure, cell: Cell, tiles: Sequence[_Tile], half: float, line: dict[str, object]
) -> None:
    across = sorted({tile.alpha for tile in tiles}).index(cell.alpha)
    up = sorted({tile.temperature for tile in tiles}).index(cell.temperature)
    figure.add_shape(
        type="rect", x0=across - half, x1=across + half, y0=up - half, y1=up + half, line=line
    )


def signed_text(value: float) -> str:
    """Write a difference in AUC with its sign."""
    return f"{value:+z.4f}" if math.isfinite(value) else "–"


def _points(value: float) -> str:
    """Write a difference in points of AUC, which fits into a tile; a point is 0.01."""
    return f"{POINTS_IN_ONE * value:+z.2f}" if math.isfinite(value) else "–"
