from __future__ import annotations

import json

import pytest

from core.charts.embedded import figure_json, plotly_script
from core.charts.template import Chart, blank


@pytest.mark.parametrize("name", ["</script>", "<!--<script>", "]]>", "a & b", "\u2028", "Größe"])
def test_no_name_leaves_the_script_element(name: str) -> None:
    figure = blank()
    figure.add_scatter(x=[1], y=[1], name=name)
    text = figure_json(Chart(figure, ""))
    assert not set(text) & {"<", ">", "&"}
    assert json.loads(text)["data"][0]["name"] == name


def test_the_script_can_stand_in_a_page_as_it_is() -> None:
    script = plotly_script()
    assert "newPlot" in script
    assert not [sign for sign in ("</script", "<!--", "\r", "\0") if sign in script.lower()]
