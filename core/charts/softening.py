"""What temperature does: one answer of a teacher before and after it is softened."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.charts.names import class_on_picture, class_within
from core.charts.template import ROLES, Chart, blank


def soften(probabilities: Sequence[float], temperature: float) -> tuple[float, ...]:
    """Return probabilities at a temperature: their logarithms divided by it, then a softmax.

    Parameters
    ----------
    probabilities : sequence of float
        One answer at temperature 1; positive, adding up to 1.
    temperature : float
        Above 0.

    Returns
    -------
    tuple of float
        Hinton, Vinyals and Dean (2015), Distilling the knowledge in a neural network, eq. 1.
    """
    scaled = [math.log(max(p, 1e-12)) / temperature for p in probabilities]
    top = max(scaled)
    weights = [math.exp(value - top) for value in scaled]
    return tuple(weight / sum(weights) for weight in weights)


def softened_answer(
    probabilities: Sequence[float], class_names: Sequence[str], temperature: float
) -> Chart:
    """Draw a teacher's answer for one row as it is, and as the student hears it.

    Parameters
    ----------
    probabilities : sequence of float
        The answer at temperature 1.
    class_names : sequence of str
        One for each probability.
    temperature : float
        Above 0.

    Returns
    -------
    Chart
    """
    soft = soften(probabilities, temperature)
    labels = [class_on_picture(str(name)) for name in class_names]
    figure = blank(height_px=190, barmode="group", bargap=0.35, margin={"t": 40, "r": 44})
    teacher = ROLES["teacher"]
    for name, values, colour in (
        ("as it is", probabilities, teacher.band(0.4)),
        (f"at temperature {temperature:g}", soft, teacher.colour),
    ):
        figure.add_bar(
            x=list(values),
            y=labels,
            orientation="h",
            name=name,
            marker={"color": colour},
            text=[f"{value:.1%}" for value in values],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    figure.update_xaxes(range=[0, 1], tickformat=".0%")
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    parts = ", ".join(
        f"{class_within(name)} {value:.1%}" for name, value in zip(labels, soft, strict=True)
    )
    return Chart(figure, f"An example answer at temperature {temperature:g}: {parts}.")
