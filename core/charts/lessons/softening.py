"""Mirrored answers of teacher and student, and the pull of the loss against temperature."""

from __future__ import annotations

import html
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

import plotly.graph_objects as go

from core.charts.numbers import number_text
from core.charts.section import Cell
from core.charts.template import GRID_COLOUR, ROLES, TEXT_COLOUR, Chart, blank
from core.distill.reports import Role
from core.language.speak import tr

if TYPE_CHECKING:
    from core.learn.softening import SoftAnswers, Softened

FAINT = 0.3
WIDTHS = (0.8, 0.5)
SIGNS: Mapping[Role, int] = MappingProxyType({"teacher": -1, "distilled": 1})
Shares = tuple[float, ...]
TICKS = (-1.0, -0.5, 0.0, 0.5, 1.0)


def mirrored_answers(now: Softened, plain: Softened) -> Chart:
    """Draw what teacher and student answer to one row, back to back.

    Parameters
    ----------
    now : Softened
        The row at the temperature that is looked at.
    plain : Softened
        The same row at temperature 1, drawn faintly.

    Returns
    -------
    Chart
    """
    labels = [html.escape(tr(name)) for name in now.class_names]
    figure = blank(
        height_px=90 + 62 * len(labels), barmode="overlay", bargap=0.3, margin={"t": 34, "r": 8}
    )
    _add_side(figure, labels, "teacher", tr("Teacher"), (plain.teacher, now.teacher))
    _add_side(figure, labels, "distilled", tr("Student"), (plain.student, now.student))
    figure.update_xaxes(
        range=[-1.25, 1.25],
        tickvals=TICKS,
        ticktext=[f"{abs(tick):.0%}" for tick in TICKS],
        gridcolor=GRID_COLOUR,
    )
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    return Chart(figure, _answers_sentence(now))


def _add_side(
    figure: go.Figure, labels: list[str], role: Role, title: str, answers: tuple[Shares, Shares]
) -> None:
    """Add one model's bars to its side: faint at temperature 1, and full as they are now."""
    style, sign = ROLES[role], SIGNS[role]
    for shares, colour, width in zip(
        answers, (style.band(FAINT), style.colour), WIDTHS, strict=True
    ):
        figure.add_bar(
            x=[sign * share for share in shares],
            y=labels,
            orientation="h",
            width=width,
            name=title,
            showlegend=colour == style.colour,
            marker={"color": colour},
            hoverinfo="skip",
        )
    figure.add_scatter(
        x=[sign * max(both) for both in zip(*answers, strict=True)],
        y=labels,
        mode="text",
        text=[f"\u2002{share:.1%}\u2002" for share in answers[1]],
        textposition="middle left" if sign < 0 else "middle right",
        textfont={"color": TEXT_COLOUR},
        showlegend=False,
        cliponaxis=False,
        hoverinfo="skip",
    )


def pull_lines(answers: SoftAnswers, temperature: int) -> Chart:
    """Draw the length of the gradient against temperature, with and without T squared.

    Parameters
    ----------
    answers : SoftAnswers
    temperature : int
        The one that is looked at, marked by a line.

    Returns
    -------
    Chart
    """
    heats = [pull.temperature for pull in answers.pulls]
    teacher = ROLES["teacher"]
    figure = blank(height_px=280, margin={"t": 40})
    lines = (
        (tr("with T²"), [pull.squared for pull in answers.pulls], teacher.line | {"width": 3}),
        (tr("without T²"), [pull.plain for pull in answers.pulls], teacher.line | {"dash": "dot"}),
        (tr("labels"), [answers.label_pull] * len(heats), ROLES["alone"].line),
    )
    for name, pulls, line in lines:
        figure.add_scatter(
            x=heats,
            y=pulls,
            name=name,
            mode="lines",
            line=line,
            hovertemplate=f"{name}: %{{y:.3g}}<extra></extra>",
        )
    figure.add_vline(x=temperature, line={"color": TEXT_COLOUR, "dash": "dot", "width": 1})
    figure.update_xaxes(
        title={"text": tr("temperature T"), "standoff": 6}, dtick=1, range=[0.7, heats[-1] + 0.3]
    )
    figure.update_yaxes(
        title={"text": tr("length of the gradient")}, type="log", dtick=1, gridcolor=GRID_COLOUR
    )
    first, last = answers.pulls[0], answers.pulls[-1]
    sentence = tr(
        "From T = {first} to T = {last} the teacher's pull falls to 1/{times:.0f} without T², and "
        "is {share:.2g} times what it was with it."
    ).format(
        first=first.temperature,
        last=last.temperature,
        times=first.plain / last.plain,
        share=last.squared / first.squared,
    )
    return Chart(figure, sentence)


def label_sentence(now: Softened) -> str:
    """Say what the label of the row is."""
    label = tr(now.class_names[now.label])
    return tr("The label of this row says {label}, and nothing else.").format(label=label)


def pull_header(plain: Softened, now: Softened) -> tuple[str, ...]:
    """Return the titles of the columns of `pull_rows`."""
    return "", *(tr("T = {heat}").format(heat=one.temperature) for one in _each(plain, now))


def pull_rows(plain: Softened, now: Softened) -> tuple[tuple[Cell, ...], ...]:
    """Return divergence and gradient at T = 1 and now, without and with T squared.

    Parameters
    ----------
    plain, now : Softened
        The row at temperature 1, and at the one that is looked at.
    """
    shown = _each(plain, now)
    return (
        (tr("KL, in nats"), *(number_text(one.divergence) for one in shown)),
        (tr("KL × T²"), *(number_text(one.squared_divergence) for one in shown)),
        (tr("Pull on the logits"), *(number_text(one.gradient) for one in shown)),
        (tr("Pull × T²"), *(number_text(one.squared_gradient) for one in shown)),
    )


def _each(plain: Softened, now: Softened) -> tuple[Softened, ...]:
    return (plain,) if now.temperature == plain.temperature else (plain, now)


def _answers_sentence(now: Softened) -> str:
    parts = [
        tr("{name}: teacher {teacher:.1%}, student {student:.1%}").format(
            name=tr(name), teacher=teacher, student=student
        )
        for name, teacher, student in zip(now.class_names, now.teacher, now.student, strict=True)
    ]
    said = tr("At T = {heat} the answers to this row are {answers}.")
    return said.format(heat=now.temperature, answers="; ".join(parts))
