"""Many runs side by side: what teaching did to each, and on average."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

from core.charts.numbers import MISSING, count_text, fine_range_text, range_text, score_text
from core.charts.section import Cell, Figures
from core.charts.template import ROLES, Chart, blank
from core.evaluate.scores import Interval
from core.lab.many.outcome import RowTold, Scored
from core.lab.many.summary import is_clear, mean_difference, scored_of
from core.language.speak import tr

PX_PER_ITEM = 26
MARGIN_PX = 90
MOST_CHARACTERS = 32


def differences(rows: Sequence[RowTold]) -> Chart:
    """Draw the difference to the student alone of every item that has one, and their mean.

    Items whose interval, widened for their number, leaves zero out are filled.

    Parameters
    ----------
    rows : sequence of RowTold
        Their names are text of the user.
    """
    shown = [(row, row.scored) for row in rows if _has_difference(row.scored)]
    scored = [one for _, one in shown if one is not None]
    figure = blank(height_px=MARGIN_PX + PX_PER_ITEM * (len(shown) + 1), showlegend=False)
    mean = mean_difference(rows)
    found = [*(one.verdict.difference for one in scored), mean]
    clear = [*(is_clear(one, len(scored)) for one in scored), mean.low > 0 or mean.high < 0]
    style = ROLES["distilled"]
    places = list(range(len(found), 0, -1))
    figure.add_scatter(
        x=[one.mean for one in found],
        y=places,
        mode="markers",
        marker={
            "color": style.colour,
            "size": [9] * len(scored) + [13],
            "symbol": [_symbol(*one) for one in zip(clear, _is_mean(len(scored)), strict=True)],
        },
        error_x={
            "array": [_half(one.high - one.mean) for one in found],
            "arrayminus": [_half(one.mean - one.low) for one in found],
            "color": style.colour,
            "thickness": 1.5,
            "width": 3,
        },
        hovertemplate="%{x:+.4f}<extra></extra>",
    )
    figure.add_vline(x=0, line=ROLES["alone"].line)
    names = [_short(row.name) for row, _ in shown]
    figure.update_yaxes(
        tickvals=places,
        ticktext=[*names, tr("Mean over all")],
        range=[0.4, len(found) + 0.6],
        showgrid=False,
    )
    figure.update_xaxes(title=tr("AUC minus alone, test rows"), tickformat="+.3f")
    alt = tr("{n} items; mean difference to the student alone {mean} ({ends}).").format(
        n=len(scored), mean=_signed(mean.mean), ends=fine_range_text(mean) or MISSING
    )
    return Chart(figure, alt)


def many_table(rows: Sequence[RowTold]) -> Figures:
    """Set all items in a table, in their order; one that failed has no numbers."""
    header = ("Item", "AUC distilled", "AUC alone", "AUC teacher", "Minus alone")
    n_items = len(scored_of(rows))
    return Figures(tr("Items"), tuple(map(tr, header)), tuple(_row(one, n_items) for one in rows))


def _row(row: RowTold, n_items: int) -> tuple[Cell, ...]:
    scored = row.scored
    if scored is None:
        return ((row.name, tr("could not be run")), *[MISSING] * 4)
    size = tr("{count} rows").format(count=count_text(scored.rows))
    note = f"{size} · {tr('clear')}" if is_clear(scored, n_items) else size
    gap = scored.verdict.difference
    return (
        (row.name, note),
        _scored(scored.distilled),
        _scored(scored.alone),
        _scored(scored.teacher),
        (_signed(gap.mean), fine_range_text(gap) or MISSING),
    )


def _scored(found: Interval) -> Cell:
    return (score_text(found.mean), range_text(found) or MISSING)


def _has_difference(scored: Scored | None) -> bool:
    return scored is not None and math.isfinite(scored.verdict.difference.mean)


def _is_mean(n_items: int) -> list[bool]:
    return [False] * n_items + [True]


def _symbol(is_clear_one: bool, is_mean: bool) -> str:
    shape = "diamond" if is_mean else "circle"
    return shape if is_clear_one else f"{shape}-open"


def _half(length: float) -> float:
    return length if math.isfinite(length) else 0.0


def _short(name: str) -> str:
    cut = name if len(name) <= MOST_CHARACTERS else f"{name[: MOST_CHARACTERS - 1]}…"
    return html.escape(cut)


def _signed(value: float) -> str:
    return f"{value:+z.4f}" if math.isfinite(value) else MISSING
