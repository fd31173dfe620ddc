"""What walking forward found, block by block and pooled."""

from __future__ import annotations

import math

from core.charts.numbers import range_text
from core.charts.template import GRID_COLOUR, ROLES, TEXT_COLOUR, Chart, blank
from core.evaluate.luck.walked import WalkForward
from core.evaluate.scores import Interval

POOLED = "pooled"


def walk_picture(found: WalkForward) -> Chart:
    """Draw distilled minus alone in every test block, and pooled, with 95 % intervals.

    Parameters
    ----------
    found : WalkForward

    Returns
    -------
    Chart
        A block whose difference is not defined has its day, and no point.
    """
    colour = ROLES["distilled"].colour
    labels = [f"from {block.start}" for block in found.blocks]
    differences = [block.difference for block in found.blocks]
    figure = blank(height_px=300, margin={"t": 16}, showlegend=False)
    for names, intervals, shade, size in (
        (labels, differences, colour, 9),
        ([POOLED], [found.pooled], TEXT_COLOUR, 12),
    ):
        figure.add_scatter(
            x=names,
            y=[one.mean if math.isfinite(one.mean) else None for one in intervals],
            mode="markers",
            marker={"color": shade, "size": size},
            error_y={
                "array": [_length(one.high - one.mean) for one in intervals],
                "arrayminus": [_length(one.mean - one.low) for one in intervals],
                "color": shade,
            },
            hovertext=[_spoken(name, one) for name, one in zip(names, intervals, strict=True)],
            hoverinfo="text",
        )
    figure.add_hline(y=0, line={"color": GRID_COLOUR, "width": 2})
    figure.update_xaxes(type="category", categoryarray=[*labels, POOLED])
    figure.update_yaxes(title={"text": "AUC, distilled minus alone", "standoff": 8})
    return Chart(figure, found.sentence)


def _length(value: float) -> float:
    return value if math.isfinite(value) else 0.0


def _spoken(name: str, found: Interval) -> str:
    if not math.isfinite(found.mean):
        return f"{name}: not defined"
    return f"{name}: {found.mean:+z.3f} ({range_text(found)})"
