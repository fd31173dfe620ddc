"""Which classes are taken for which: one table of counts a model, side by side."""

from __future__ import annotations

import html
import math
from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from core.charts.names import class_on_picture, class_within
from core.charts.numbers import count_text
from core.charts.template import ROLES, Chart, RoleStyle, blank
from core.distill.reports import Role
from core.evaluate.looks.class_report import ClassReport

COLUMNS = 2
FRAME_PX = 96
GAP_PX = 64
FEWEST_CELL_PX = 44
TABLE_PX = 120
PALEST = 0.12
STRONGEST = 0.75
CELL_TEXT_COLOUR = "#0F172A"


def draw_confusion(models: Mapping[Role, ClassReport]) -> Chart:
    """Draw each model's confusion matrix: true classes down, given classes across.

    Parameters
    ----------
    models : mapping of role to ClassReport
        All of the same rows; a model that answers nothing gets no table.

    Returns
    -------
    Chart
        Colour is the share of the true class, so that a rare class is seen as well.
    """
    drawn = {role: model for role, model in models.items() if model.confusion}
    if not drawn:
        return Chart(blank(), confusion_sentence(models))
    columns = min(COLUMNS, len(drawn))
    lines = math.ceil(len(drawn) / columns)
    most_classes = max(len(model.lines) for model in drawn.values())
    table_px = max(TABLE_PX, FEWEST_CELL_PX * most_classes)
    height_px = FRAME_PX + lines * table_px + (lines - 1) * GAP_PX
    grid = make_subplots(
        rows=lines,
        cols=columns,
        subplot_titles=[ROLES[role].title for role in drawn],
        horizontal_spacing=0.12,
        vertical_spacing=GAP_PX / height_px if lines > 1 else 0,
        shared_yaxes=True,
    )
    for place, (role, model) in enumerate(drawn.items()):
        at = {"row": place // columns + 1, "col": place % columns + 1}
        grid.add_trace(_table(ROLES[role], model), **at)
    figure = blank(height_px=height_px, showlegend=False, margin={"t": 40, "b": 40})
    grid.update_layout(figure.layout)
    grid.update_xaxes(type="category", showgrid=False)
    grid.update_yaxes(type="category", showgrid=False, autorange="reversed")
    grid.update_xaxes(title={"text": "given class", "standoff": 6}, row=lines)
    grid.update_yaxes(title={"text": "true class"}, col=1)
    return Chart(grid, confusion_sentence(models))


def confusion_sentence(models: Mapping[Role, ClassReport]) -> str:
    """Say for each model which share of each class it found."""
    parts = (f"{ROLES[role].title} {_found(model)}" for role, model in models.items())
    return f"Share of each class that was found: {'; '.join(parts)}."


def _found(model: ClassReport) -> str:
    return ", ".join(
        f"{html.escape(class_within(line.name))} "
        + (
            f"{line.recall.value:.1%} of {count_text(line.rows)}"
            if line.recall.is_defined
            else html.escape(line.recall.worded())
        )
        for line in model.lines
    )


def _table(style: RoleStyle, model: ClassReport) -> go.Heatmap:
    names = [class_on_picture(name) for name in model.class_names]
    shares = [_shares(counts) for counts in model.confusion]
    texts = [
        [f"{count_text(count)}<br>{share:.0%}" for count, share in zip(*line, strict=True)]
        for line in zip(model.confusion, shares, strict=True)
    ]
    return go.Heatmap(
        x=names,
        y=names,
        z=shares,
        zmin=0,
        zmax=1,
        text=texts,
        texttemplate="%{text}",
        textfont={"color": CELL_TEXT_COLOUR},
        colorscale=[[0, _tint(style.colour, PALEST)], [1, _tint(style.colour, STRONGEST)]],
        showscale=False,
        xgap=2,
        ygap=2,
        hovertemplate=f"{style.title}: true %{{y}}, given %{{x}}: %{{text}}<extra></extra>",
    )


def _shares(counts: Sequence[int]) -> list[float]:
    total = sum(counts)
    return [count / total if total else 0.0 for count in counts]


def _tint(colour: str, strength: float) -> str:
    # Opaque and never too dark, so that the text is read on light and dark pages alike.
    channels = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - strength * (255 - channel)):02x}" for channel in channels)
