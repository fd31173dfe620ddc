"""One look for every picture: the four roles keep one colour and one dash everywhere.

The colours have at least three times the contrast of both a white and a near-black
background, and backgrounds are transparent, so one figure suits light and dark.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import plotly.graph_objects as go

from core.distill.reports import Role

TEXT_COLOUR = "#7A8699"
GRID_COLOUR = "rgba(128, 140, 160, 0.22)"
DATA_COLOUR = "#0284C7"
HEIGHT_PX = 260
AXIS = MappingProxyType(
    {
        "gridcolor": GRID_COLOUR,
        "zeroline": False,
        "automargin": True,
        "title": {"font": {"size": 12}},
    }
)


@dataclass(frozen=True)
class RoleStyle:
    """How one role looks in every picture."""

    title: str
    colour: str
    dash: str
    width: float

    @property
    def line(self) -> dict[str, object]:
        """The line of a Plotly trace."""
        return {"color": self.colour, "dash": self.dash, "width": self.width}

    def band(self, opacity: float = 0.16) -> str:
        """Return the colour of an interval around the line."""
        red, green, blue = (int(self.colour[at : at + 2], 16) for at in (1, 3, 5))
        return f"rgba({red}, {green}, {blue}, {opacity})"


ROLES: Mapping[Role, RoleStyle] = MappingProxyType(
    {
        "baseline": RoleStyle("Baseline", "#64748B", "dot", 2.0),
        "alone": RoleStyle("Alone", "#D97706", "dash", 2.0),
        "distilled": RoleStyle("Distilled", "#0D9488", "solid", 3.0),
        "teacher": RoleStyle("Teacher", "#6366F1", "solid", 2.0),
    }
)

TEMPLATE = go.layout.Template(
    layout=go.Layout(
        font={"color": TEXT_COLOUR, "size": 12},
        paper_bgcolor="rgba(0, 0, 0, 0)",
        plot_bgcolor="rgba(0, 0, 0, 0)",
        colorway=[ROLES[role].colour for role in ("teacher", "distilled", "alone", "baseline")],
        margin={"l": 8, "r": 12, "t": 34, "b": 8},
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom"},
        xaxis=dict(AXIS),
        yaxis=dict(AXIS),
    )
)


@dataclass(frozen=True)
class Chart:
    """A picture, and the sentence that says what it shows to people who cannot see it."""

    figure: go.Figure
    alt: str


def blank(height_px: int = HEIGHT_PX, **layout: object) -> go.Figure:
    """Return an empty figure in the house style.

    Parameters
    ----------
    height_px : int
        Height of the picture.
    **layout
        Anything that Plotly's layout takes.

    Returns
    -------
    Figure
    """
    figure = go.Figure(layout={"template": TEMPLATE, "height": height_px})
    return figure.update_layout(**layout)
