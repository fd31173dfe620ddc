"""A picture that stays while its data change: the one place that knows how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import plotly
import streamlit as st
from streamlit.components.v1 import declare_component

from core.charts.template import Chart

NAME = "plotly_library"
HERE = Path(__file__).parent

# Plotly's own script, served from the installed package: nothing comes from another host.
_library = declare_component(NAME, path=str(Path(plotly.__file__).parent / "package_data"))
_component = st.components.v2.component(
    "live_chart",
    html="<div class='live-chart'></div>\n",
    js=(HERE / "live_chart.js").read_text("utf-8"),
    isolate_styles=False,
)


@dataclass(frozen=True)
class Drawn:
    """A picture ready to be sent: its JSON, what it shows in words, its height."""

    figure_json: str
    alt: str
    height_px: int


def drawn(chart: Chart) -> Drawn:
    """Write a picture down once, however many look at it."""
    return Drawn(chart.figure.to_json(), chart.alt, int(chart.figure.layout.height))


def live_chart(picture: Drawn, key: str) -> None:
    """Show a picture, or bring the one already shown up to date without mounting it again."""
    _component(
        data={
            "figure": picture.figure_json,
            "alt": picture.alt,
            "library": f"component/{_library.name}/plotly.min.js",
        },
        key=key,
        height=picture.height_px,
    )
