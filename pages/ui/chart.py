"""A finished picture on the screen."""

from __future__ import annotations

import streamlit as st

from core.charts.template import Chart

CONFIG = {"displayModeBar": False, "scrollZoom": False}


def show(chart: Chart, key: str) -> None:
    """Show a picture with the sentence that tells the same."""
    st.plotly_chart(chart.figure, theme="streamlit", key=key, config=CONFIG, alt=chart.alt)
