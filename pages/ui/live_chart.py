"""A picture that stays while its data change: the one place that knows how it is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import plotly
import streamlit as st
from streamlit.components.v1 import declare_component

from core.charts.spoken import json_in_language
from core.charts.template import HEIGHT_PX
from core.language.sentences import told
from core.language.speak import tr

NAME = "plotly_library"
COMING = "The picture is on its way. "
HERE = Path(__file__).parent

_component = st.components.v2.component(
    "live_chart",
    html="<div class='live-chart'><p class='coming'></p></div>\n",
    js=(HERE / "live_chart.js").read_text("utf-8"),
    isolate_styles=False,
)


@cache
def _library() -> str:
    """Name the folder of Plotly's own script, served from its package: no other host is asked.

    Streamlit takes note of it in the thread of a session only, so not when this is imported.
    """
    return declare_component(NAME, path=str(Path(plotly.__file__).parent / "package_data")).name


@dataclass(frozen=True)
class Drawn:
    """A picture ready to be sent, once for all who look: its JSON, and what it shows in words."""

    figure_json: str
    alt: str
    height_px: int = HEIGHT_PX


def live_chart(picture: Drawn, key: str) -> None:
    """Show a picture, or bring the one already shown up to date without mounting it again."""
    _component(
        data={
            "figure": json_in_language(picture.figure_json),
            "alt": told(picture.alt),
            "coming": tr(COMING),
            "library": f"component/{_library()}/plotly.min.js",
        },
        key=key,
        height=picture.height_px,
    )
