"""The split: parts in time with the gap between them, or shares where rows have no date."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from core.charts.template import DATA_COLOUR, TEXT_COLOUR, Chart, blank

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset, Part

PART_COLOURS: Mapping[str, str] = MappingProxyType(
    {"Training": DATA_COLOUR, "Validation": "#38BDF8", "Test": "#A855F7"}
)
MS_PER_DAY = 24 * 60 * 60 * 1000
GAP = "Gap"


def split_timeline(dataset: Dataset) -> Chart:
    """Draw training, validation and test rows: on a time axis by date, else as shares.

    Parameters
    ----------
    dataset : Dataset
        The rows after the split.

    Returns
    -------
    Chart
        Each gap that was left out has a bar and an arrow with its name.
    """
    parts = dict(zip(PART_COLOURS, dataset.parts, strict=True))
    figure = blank(height_px=130, barmode="stack", margin={"t": 12, "b": 4}, showlegend=True)
    figure.update_layout(legend={"y": 1.1, "traceorder": "normal"})
    figure.update_yaxes(visible=False)
    if dataset.train.dates is None:
        return Chart(_shares(figure, parts), _shares_sentence(parts))
    gap = dataset.plan.gap_days
    _days(figure, parts)
    if gap:
        _gaps(figure, parts, gap)
    return Chart(figure, _days_sentence(parts, gap))


def _days(figure: go.Figure, parts: Mapping[str, Part]) -> None:
    for title, part in parts.items():
        start, end = _bounds(part)
        figure.add_bar(
            base=[start.isoformat()],
            x=[((end - start).days + 1) * MS_PER_DAY],
            y=["rows"],
            orientation="h",
            width=0.6,
            marker={"color": PART_COLOURS[title]},
            name=f"{title} {len(part):,}",
            hovertemplate=f"{title}: {start} to {end}, {len(part):,} rows<extra></extra>",
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(type="date", showgrid=False)


def _gaps(figure: go.Figure, parts: Mapping[str, Part], gap_days: int) -> None:
    """Fill what was left out, and name it: beside years of rows a gap is a few pixels wide."""
    figure.update_layout(height=184)
    figure.update_yaxes(range=[-1.5, 0.5])
    for number, (before, after) in enumerate(itertools.pairwise(parts.values())):
        first = _bounds(before)[1] + dt.timedelta(days=1)
        days = (_bounds(after)[0] - first).days
        figure.add_bar(
            base=[first.isoformat()],
            x=[days * MS_PER_DAY],
            y=["rows"],
            orientation="h",
            width=0.6,
            marker={"color": "rgba(0, 0, 0, 0)", "line": {"color": TEXT_COLOUR, "width": 1}},
            name=GAP,
            showlegend=False,
            hovertemplate=f"{gap_days} sessions left out<extra></extra>",
        )
        figure.add_annotation(
            x=(first + dt.timedelta(days=days // 2)).isoformat(),
            y=-0.32,
            text=f"gap of {gap_days} sessions",
            showarrow=True,
            arrowhead=2,
            arrowwidth=1.5,
            arrowcolor=TEXT_COLOUR,
            xanchor="right",
            ax=0,
            ay=22 + 18 * number,
        )


def _shares(figure: go.Figure, parts: Mapping[str, Part]) -> go.Figure:
    total = sum(map(len, parts.values()))
    for title, part in parts.items():
        figure.add_bar(
            x=[len(part) / total],
            y=["rows"],
            orientation="h",
            width=0.6,
            marker={"color": PART_COLOURS[title]},
            name=f"{title} {len(part):,}",
            hovertemplate=f"{title}: {len(part):,} rows<extra></extra>",
        )
    return figure.update_xaxes(tickformat=".0%", range=[0, 1], showgrid=False)


def _days_sentence(parts: Mapping[str, Part], gap_days: int) -> str:
    told = []
    for title, part in parts.items():
        start, end = _bounds(part)
        told.append(f"{title.lower()} {start} to {end} ({len(part):,} rows)")
    gap = (
        f" A gap of {gap_days} sessions is left out before each later part, so that no label of "
        "an earlier one looks into it."
        if gap_days
        else ""
    )
    return f"The rows are split by date: {', '.join(told)}.{gap}"


def _shares_sentence(parts: Mapping[str, Part]) -> str:
    told = ", ".join(f"{title.lower()} {len(part):,}" for title, part in parts.items())
    return f"The rows have no date and are split at random within each class: {told} rows."


def _bounds(part: Part) -> tuple[dt.date, dt.date]:
    start, end = part.start, part.end
    if start is None or end is None:
        raise ValueError("the rows of this part have no dates")
    return start, end
