"""Pictures inside one HTML file: Plotly's script, and figures as JSON that no text can leave."""

from __future__ import annotations

from plotly.io import to_json
from plotly.offline import get_plotlyjs

from core.charts.template import Chart

UNSAFE = (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"))


def plotly_script() -> str:
    """Return Plotly's script of about 5 MB, to be put once into a page that opens offline."""
    script: str = get_plotlyjs()
    return script


def figure_json(chart: Chart) -> str:
    """Write a figure as JSON for a script element of an HTML page.

    Parameters
    ----------
    chart : Chart

    Returns
    -------
    str
        JSON whose strings hold no sign that could end the element, whatever names they show.
    """
    text: str = to_json(chart.figure, validate=False)
    for sign, written in UNSAFE:
        text = text.replace(sign, written)
    return text
