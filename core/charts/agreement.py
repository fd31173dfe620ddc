"""The teacher's probability against the student's, row by row."""

from __future__ import annotations

import html
import math

from core.charts.names import class_within
from core.charts.template import ROLES, TEXT_COLOUR, Chart, blank
from core.distill.reports import Role
from core.evaluate.looks.agreement import Agreement

SMALLEST_PX = 4.0
LARGEST_PX = 22.0


def agreement_picture(found: Agreement, class_name: str, role: Role = "distilled") -> Chart:
    """Draw both probabilities of a class against each other; larger dots are more rows.

    Parameters
    ----------
    found : Agreement
    class_name : str
        Of the class that was compared, as plain text.
    role : str
        Of the student.

    Returns
    -------
    Chart
        Without dots where an answer is not a number.
    """
    style, name = ROLES[role], _quoted(class_name)
    figure = blank(height_px=340, showlegend=False, margin={"t": 12})
    figure.add_scatter(
        x=[0, 1],
        y=[0, 1],
        mode="lines",
        line={"color": TEXT_COLOUR, "dash": "dot", "width": 1.5},
        hoverinfo="skip",
    )
    most = max([1, *(point.rows for point in found.points)])
    figure.add_scatter(
        x=[point.teacher for point in found.points],
        y=[point.student for point in found.points],
        mode="markers",
        marker={
            "color": style.colour,
            "opacity": 0.45,
            "size": [_diameter_px(point.rows, most) for point in found.points],
            "line": {"width": 0},
        },
        hovertext=[
            f"Teacher {point.teacher:.1%}, {style.title} {point.student:.1%}: "
            f"{point.rows:,} {'row' if point.rows == 1 else 'rows'}"
            for point in found.points
        ],
        hoverinfo="text",
    )
    figure.update_xaxes(
        title={"text": f"Teacher: probability of {name}", "standoff": 6},
        range=[-0.02, 1.02],
        tickformat=".0%",
    )
    figure.update_yaxes(
        title={"text": f"{style.title}: probability of {name}", "standoff": 10},
        range=[-0.02, 1.02],
        tickformat=".0%",
    )
    return Chart(figure, agreement_sentence(found, class_name, role))


def agreement_sentence(found: Agreement, class_name: str, role: Role = "distilled") -> str:
    """Say in one sentence how closely the student's probabilities follow the teacher's."""
    subject = f"{ROLES[role].title} against the teacher on {found.n_rows:,} rows"
    if not found.same_class.is_defined:
        return f"{subject}: agreement is {found.same_class.worded()}."
    return (
        f"{subject}: the same class in {found.same_class.value:.1%}; the probability of "
        f"{_quoted(class_name)} differs by {found.mean_absolute_difference.worded()} on "
        f"average, its correlation is {found.correlation.worded()}."
    )


def _quoted(class_name: str) -> str:
    return f'"{html.escape(class_within(class_name))}"'


def _diameter_px(rows: int, most: int) -> float:
    """Return a diameter that makes the area grow with the rows, never too small to see."""
    return max(SMALLEST_PX, LARGEST_PX * math.sqrt(rows / most)) if most > 1 else 5.0
