"""Finished pictures in the language that is spoken.

Pictures are drawn once for all who look, and in English for reports; their words are translated
when one of them is shown.
"""

from __future__ import annotations

import json
import re

import plotly.graph_objects as go

from core.charts.template import Chart
from core.language.sentences import told
from core.language.speak import ENGLISH, spoken

WORDED = frozenset({"text", "name", "title", "hovertemplate", "hovertext", "ticktext", "labels"})
CATEGORIES = frozenset({"x", "y", "categoryarray"})
_LETTERS = re.compile(r"[A-Za-z]{2}")


def in_language(chart: Chart, keeps_axes: bool = False) -> Chart:
    """Return a picture with its words translated; the same one where English is spoken.

    Parameters
    ----------
    chart : Chart
    keeps_axes : bool
        Whether categories on the axes stay as they are, because a click must tell them.
    """
    if spoken() == ENGLISH:
        return chart
    words = WORDED if keeps_axes else WORDED | CATEGORIES
    figure = go.Figure(_said(chart.figure.to_plotly_json(), words))
    return Chart(figure, told(chart.alt))


def json_in_language(figure_json: str) -> str:
    """Return a picture's JSON with its words translated."""
    if spoken() == ENGLISH:
        return figure_json
    return json.dumps(_said(json.loads(figure_json), WORDED | CATEGORIES))


def _said(value: object, words: frozenset[str], is_worded: bool = False) -> object:
    """Tell the words of a figure; numbers, colours and the template stay as they are."""
    if isinstance(value, dict):
        return {
            key: each if key in ("template", "line", "marker") else _said(each, words, key in words)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_said(each, words, is_worded) for each in value]
    if is_worded and isinstance(value, str) and _LETTERS.search(value):
        return told(value)
    return value
