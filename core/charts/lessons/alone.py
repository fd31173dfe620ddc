"""Alone, distilled and teacher for each share of labels that was tried."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.charts.numbers import range_text, score_text
from core.charts.template import GRID_COLOUR, ROLES, Chart, blank
from core.distill.reports import Role
from core.language.speak import tr

if TYPE_CHECKING:
    from core.learn.alone import Contest

SHARES = (100, 20, 5)
PLACES: tuple[tuple[Role, float], ...] = (("teacher", -0.22), ("distilled", 0.0), ("alone", 0.22))


def contest_picture(contests: Sequence[Contest]) -> Chart:
    """Draw the AUC of each role with its interval, one group for each share of labels.

    Parameters
    ----------
    contests : sequence of Contest
        With one teacher; the places of shares that were not tried stay empty.

    Returns
    -------
    Chart
    """
    figure = blank(height_px=270, margin={"t": 36})
    titles = {100: tr("all labels"), 20: tr("20 % of them"), 5: tr("5 % of them")}
    ordered = sorted(contests, key=lambda one: -one.share_percent)
    for role, shift in PLACES:
        style, found = ROLES[role], [getattr(one, role) for one in ordered]
        figure.add_scatter(
            x=[one.mean for one in found],
            y=[SHARES.index(one.share_percent) + shift for one in ordered],
            name=tr(style.title),
            mode="markers",
            marker={"color": style.colour, "size": 11},
            error_x={
                "array": [one.high - one.mean for one in found],
                "arrayminus": [one.mean - one.low for one in found],
                "color": style.colour,
                "thickness": 2,
                "width": 5,
            },
            customdata=[range_text(one) for one in found],
            hovertemplate=f"{tr(style.title)}: %{{x:.3f}} (%{{customdata}})<extra></extra>",
        )
    figure.update_xaxes(
        title={"text": tr("AUC, higher is better"), "standoff": 6}, gridcolor=GRID_COLOUR
    )
    figure.update_yaxes(
        tickvals=list(range(len(SHARES))),
        ticktext=[titles[share] for share in SHARES],
        range=[len(SHARES) - 0.5, -0.5],
        showgrid=False,
    )
    return Chart(figure, " ".join(_sentence(one) for one in ordered))


def _sentence(one: Contest) -> str:
    return tr(
        "With {share} % of the labels the AUC is {alone} alone, {distilled} distilled and "
        "{teacher} for the teacher."
    ).format(
        share=one.share_percent,
        alone=score_text(one.alone.mean),
        distilled=score_text(one.distilled.mean),
        teacher=score_text(one.teacher.mean),
    )
