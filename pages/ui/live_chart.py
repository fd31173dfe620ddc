"""A picture that stays while its data change: the one place that knows how it is drawn."""

from __future__ import annotations

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


def live_chart(chart: Chart, key: str) -> None:
    """Show a picture, or bring the one already shown up to date without mounting it again."""
    _component(
        data={
            "figure": chart.figure.to_json(),
            "alt": chart.alt,
            "library": f"component/{_library.name}/plotly.min.js",
        },
        key=key,
        height=int(chart.figure.layout.height),
    )
