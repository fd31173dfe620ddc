"""The leak card as a picture: what the same model reports under three splits."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.charts.numbers import range_text, score_text
from core.charts.template import DATA_COLOUR, GRID_COLOUR, TEXT_COLOUR, Chart, blank

if TYPE_CHECKING:
    from core.lab.leak import LeakRow

TITLES = ("Shuffled rows", "Cut by row", "Honest split")
CHANCE = 0.5
LEAK_COLOUR = "#A855F7"
HONEST = "by date"


def leak_picture(rows: Sequence[LeakRow]) -> Chart:
    """Draw the AUC of each split with its 95 % interval, against chance.

    Parameters
    ----------
    rows : sequence of LeakRow
        Those that are ready; the places of the others stay empty.

    Returns
    -------
    Chart
    """
    figure = blank(height_px=190, showlegend=False, margin={"t": 26, "r": 16})
    for row in rows:
        colour = DATA_COLOUR if row.split == HONEST else LEAK_COLOUR
        figure.add_scatter(
            x=[row.auc.mean],
            y=[row.title],
            mode="markers",
            marker={"color": colour, "size": 12},
            error_x={
                "array": [row.auc.high - row.auc.mean],
                "arrayminus": [row.auc.mean - row.auc.low],
                "color": colour,
                "thickness": 2,
                "width": 6,
            },
            hovertemplate=f"{row.title}: AUC {score_text(row.auc.mean)} "
            f"({range_text(row.auc)})<extra></extra>",
        )
    figure.add_vline(
        x=CHANCE,
        line={"color": TEXT_COLOUR, "dash": "dot", "width": 1.5},
        annotation={"text": "chance", "y": 1.0, "yanchor": "bottom", "xanchor": "center"},
    )
    figure.update_xaxes(
        title={"text": "AUC that is reported", "standoff": 6},
        range=[min([0.4, *(row.auc.low - 0.02 for row in rows)]), 1.0],
        gridcolor=GRID_COLOUR,
    )
    figure.update_yaxes(
        type="category",
        categoryorder="array",
        categoryarray=TITLES[::-1],
        range=[-0.5, len(TITLES) - 0.5],
        showgrid=False,
    )
    told = ", ".join(f"{row.title} {score_text(row.auc.mean)}" for row in rows)
    return Chart(figure, f"AUC reported by each split: {told}.")
