"""One rate of every group under every model, so that a gap is a distance."""

from __future__ import annotations

import html
from collections.abc import Mapping
from types import MappingProxyType
from typing import cast

import plotly.graph_objects as go

from core.charts.names import group_within
from core.charts.numbers import range_text
from core.charts.template import ROLES, TEXT_COLOUR, Chart, RoleStyle, blank
from core.distill.reports import Role
from core.evaluate.fairness.fairness import AttributeFairness, ModelFairness
from core.evaluate.fairness.gaps import Gap
from core.evaluate.fairness.group_rates import GroupRates, RateName, rows_behind

MOST_LETTERS = 32
ROW_PX = 44
AROUND_PX = 96
OTHER_STYLE = RoleStyle("", TEXT_COLOUR, "dot", 2.0)
RATE_TITLES: Mapping[RateName, str] = MappingProxyType(
    {
        "selection": "Selection rate",
        "error": "Error rate",
        "false_positive": "Good rows refused",
        "false_negative": "Bad rows accepted",
    }
)
ROWS_BEHIND: Mapping[RateName, str] = MappingProxyType(
    {"false_positive": "good rows", "false_negative": "bad rows"}
)


def group_dots(attribute: AttributeFairness, rate: RateName) -> Chart:
    """Draw one rate of the groups of an attribute, a dot for each model.

    Parameters
    ----------
    attribute : AttributeFairness
        Models are named by their role.
    rate : RateName

    Returns
    -------
    Chart
        Groups with too few rows are named and have no dot.
    """
    groups = attribute.models[0].groups if attribute.models else ()
    figure = blank(height_px=AROUND_PX + ROW_PX * max(2, len(groups)), margin={"t": 40})
    for model in attribute.models:
        _draw(figure, model, rate)
    labels = [_label(group, rate) for group in groups]
    figure.update_yaxes(
        categoryorder="array", categoryarray=labels[::-1], range=[-0.5, len(labels) - 0.5]
    )
    figure.update_xaxes(title={"text": RATE_TITLES[rate], "standoff": 6}, tickformat=".1~%")
    if not any(trace.x and any(x is not None for x in trace.x) for trace in figure.data):
        figure.update_xaxes(range=[0, 1])
    return Chart(figure, group_sentence(attribute, rate))


def group_sentence(attribute: AttributeFairness, rate: RateName) -> str:
    """Say in words how far the groups are apart under each model: the alternative text.

    Parameters
    ----------
    attribute : AttributeFairness
    rate : RateName
    """
    gaps = [
        f"{_style(model).title or model.name} {_gap_words(model.gap(rate))}"
        for model in attribute.models
    ]
    return f"{RATE_TITLES[rate]} by {attribute.name}, largest gap: {'; '.join(gaps)}."


def _gap_words(gap: Gap) -> str:
    if gap.reason:
        return f"not defined, {gap.reason}"
    return (
        f"{gap.difference.mean:.3f} ({range_text(gap.difference)}), "
        f"{group_within(gap.highest)} above {group_within(gap.lowest)}"
    )


def _draw(figure: go.Figure, model: ModelFairness, rate: RateName) -> None:
    style = _style(model)
    title = style.title or html.escape(model.name)
    shown = [None if one.is_too_small_for(rate) else one.rate(rate).value for one in model.groups]
    figure.add_scatter(
        x=shown,
        y=[_label(group, rate) for group in model.groups],
        mode="markers",
        marker={"color": style.colour, "size": 11, "opacity": 0.9},
        name=title,
        hovertemplate=f"{title}: %{{x:.1%}}<extra></extra>",
    )


def _style(model: ModelFairness) -> RoleStyle:
    return ROLES.get(cast(Role, model.name), OTHER_STYLE)


def _label(group: GroupRates, rate: RateName) -> str:
    name = group.group
    if len(name) > MOST_LETTERS:
        name = f"{name[: MOST_LETTERS - 1]}…"
    behind = rows_behind(rate, group.rows, group.good_rows)
    rows = f"{behind:,} {ROWS_BEHIND.get(rate, 'rows')}"
    if group.is_too_small_for(rate):
        rows += ", too few"
    return f"{html.escape(group_within(name))}<br>{rows}"
