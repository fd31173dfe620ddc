"""A finished picture on the screen."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from core.charts.spoken import in_language
from core.charts.template import Chart

CONFIG = {"displayModeBar": False, "scrollZoom": False}


def show(chart: Chart, key: str) -> None:
    """Show a picture with the sentence that tells the same."""
    said = in_language(chart)
    st.plotly_chart(said.figure, theme="streamlit", key=key, config=CONFIG, alt=said.alt)


def pick(chart: Chart, key: str, on_pick: Callable[[], None]) -> None:
    """Show a picture whose points can be clicked; `picked` gives the last one."""
    said = in_language(chart, keeps_axes=True)
    st.plotly_chart(
        said.figure,
        theme="streamlit",
        key=key,
        config=CONFIG,
        alt=said.alt,
        on_select=on_pick,
        selection_mode="points",
    )


def picked(key: str) -> tuple[str, str] | None:
    """Return the two values of the axes at which a picture was clicked, or None."""
    state = st.session_state.get(key)
    points = state.selection.points if state else ()
    return (f"{points[0]['x']}", f"{points[0]['y']}") if points else None
