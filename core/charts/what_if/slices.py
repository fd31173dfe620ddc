"""Slices through a landscape: along alpha and along temperature."""

from __future__ import annotations

from collections.abc import Sequence

from core.charts.numbers import fine_range_text
from core.charts.template import ROLES, Chart, blank
from core.charts.what_if.landscape import RowsName, signed_text
from core.lab.sweep.outcome import Cell, Sweep
from core.language.speak import tr

FLAT_SPAN = 0.01
"""Half the height, in AUC, where nothing differs: an axis of its own would reach to 1."""


def slices(sweep: Sweep, student: int, rows: RowsName) -> tuple[Chart, Chart]:
    """Cut the landscape along alpha and along temperature, through the chosen cell.

    Returns
    -------
    tuple of Chart
        Along alpha, and along temperature; each with its 95 % intervals.
    """
    cells = sweep.of_student(student)
    chosen = sweep.cells[sweep.students[student].best]
    along_alpha = [cell for cell in cells if cell.temperature == chosen.temperature]
    along_heat = [cell for cell in cells if cell.alpha == chosen.alpha]
    return (
        _slice(along_alpha, [c.alpha for c in along_alpha], rows, "alpha", chosen),
        _slice(along_heat, [c.temperature for c in along_heat], rows, "T", chosen),
    )


def _slice(
    cells: Sequence[Cell], places: Sequence[float], rows: RowsName, axis: str, chosen: Cell
) -> Chart:
    of_rows = [
        cell.validation_difference if rows == "validation" else cell.difference for cell in cells
    ]
    style = ROLES["distilled"]
    figure = blank(height_px=230, showlegend=False, margin={"t": 10})
    figure.add_scatter(
        x=list(places),
        y=[one.mean for one in of_rows],
        mode="lines+markers",
        line=style.line,
        error_y={
            "array": [one.high - one.mean for one in of_rows],
            "arrayminus": [one.mean - one.low for one in of_rows],
            "color": style.colour,
            "thickness": 1.5,
            "width": 4,
        },
        hovertemplate=f"{axis} %{{x}}: %{{y:+.4f}}<extra></extra>",
    )
    figure.add_hline(y=0, line=ROLES["alone"].line)
    held = f"T {chosen.temperature:g}" if axis == "alpha" else f"alpha {chosen.alpha:g}"
    figure.update_xaxes(title=f"{axis} ({held})")
    figure.update_yaxes(title=tr("AUC minus alone"), tickformat="+.3f")
    if not any(end for one in of_rows for end in (one.low, one.high)):
        figure.update_yaxes(range=(-FLAT_SPAN, FLAT_SPAN))
    ends = ", ".join(
        f"{axis} {place:g}: {signed_text(one.mean)} ({fine_range_text(one) or '–'})"
        for place, one in zip(places, of_rows, strict=True)
    )
    return Chart(
        figure, tr("AUC minus the student alone, at {held}: {ends}.").format(held=held, ends=ends)
    )
