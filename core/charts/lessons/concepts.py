"""One picture for each concept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import plotly.graph_objects as go

from core.charts.template import DATA_COLOUR, ROLES, TEXT_COLOUR, Chart, blank
from core.language.joining import listed
from core.language.speak import tr
from core.learn.concept import ConceptName, Gain, Measured
from core.learn.measured import GAINS, HONEST

CHANCE = 0.5
BOX_WIDTH, BOX_HEIGHT = 0.24, 0.26
CHANGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Distillation": ("Kind of model", "Number of weights"),
        "Quantisation": ("Bits of a weight",),
        "Pruning": ("Number of weights",),
        "Transfer learning": ("Question or rows",),
    }
)
"""What each way to a cheaper model changes."""
ASPECTS = ("Kind of model", "Number of weights", "Bits of a weight", "Question or rows")


def picture_of(name: ConceptName) -> Chart:
    """Draw the picture of a concept."""
    return PICTURES[name]()


def roles_picture() -> Chart:
    """Draw who hears whom: rows, labels, teacher and student."""
    figure = blank(height_px=230, margin={"t": 6, "b": 6}, showlegend=False)
    middle = ROLES["baseline"].colour
    _arrow(figure, (0.24, 0.58), (0.38, 0.8), middle)
    _arrow(figure, (0.24, 0.5), (0.76, 0.5), middle)
    _arrow(figure, (0.62, 0.8), (0.78, 0.64), ROLES["teacher"].colour)
    _arrow(figure, (0.62, 0.2), (0.78, 0.36), ROLES["alone"].colour)
    for centre, name, colour in (
        ((0.12, 0.5), tr("Rows"), middle),
        ((0.5, 0.84), tr("Teacher"), ROLES["teacher"].colour),
        ((0.5, 0.16), tr("Labels"), ROLES["alone"].colour),
        ((0.88, 0.5), tr("Student"), ROLES["distilled"].colour),
    ):
        _box(figure, centre, name, colour)
    for at, text in (
        ((0.82, 0.86), tr("soft answers,<br>weight alpha")),
        ((0.82, 0.14), tr("labels,<br>weight 1 - alpha")),
    ):
        figure.add_annotation(x=at[0], y=at[1], text=text, showarrow=False, font={"size": 11})
    figure.update_xaxes(range=[-0.01, 1.01], visible=False)
    figure.update_yaxes(range=[0, 1], visible=False)
    return Chart(
        figure,
        tr(
            "Rows go to teacher and student; the student hears the teacher's soft answers with "
            "weight alpha and the labels with the rest."
        ),
    )


def ways_picture() -> Chart:
    """Draw what each way to a cheaper model changes, as dots in a grid."""
    figure = blank(height_px=210, margin={"t": 6, "r": 12}, showlegend=False)
    for way, changed in CHANGES.items():
        for aspect in ASPECTS:
            is_changed = aspect in changed
            figure.add_scatter(
                x=[tr(way)],
                y=[tr(aspect)],
                mode="markers",
                marker={
                    "size": 15 if is_changed else 5,
                    "color": DATA_COLOUR if is_changed else TEXT_COLOUR,
                    "symbol": "square" if is_changed else "circle-open",
                },
                hovertemplate=f"{tr(way)}: {tr(aspect)}<extra></extra>",
            )
    figure.update_xaxes(side="top", showgrid=False)
    figure.update_yaxes(autorange="reversed")
    told = "; ".join(
        tr("{way} changes: {changed}").format(way=tr(way), changed=listed(map(tr, changed)))
        for way, changed in CHANGES.items()
    )
    return Chart(figure, f"{told}.")


def finance_picture(measured: Sequence[Measured] = HONEST) -> Chart:
    """Draw the AUC of distilled students on each question with its interval, against chance."""
    style = ROLES["distilled"]
    figure = blank(height_px=250, showlegend=False, margin={"t": 26, "r": 16})
    for one in measured:
        figure.add_scatter(
            x=[one.mean],
            y=[tr(one.question)],
            mode="markers",
            marker={"color": style.colour, "size": 11},
            error_x={
                "array": [one.high - one.mean],
                "arrayminus": [one.mean - one.low],
                "color": style.colour,
                "thickness": 2,
                "width": 6,
            },
            hovertemplate=f"{one.mean:.3f} ({one.low:.3f} to {one.high:.3f})<extra></extra>",
        )
    figure.add_vline(
        x=CHANCE,
        line={"color": TEXT_COLOUR, "dash": "dot", "width": 1.5},
        annotation={"text": tr("chance"), "y": 1.0, "yanchor": "bottom", "xanchor": "center"},
    )
    figure.update_xaxes(title={"text": tr("AUC on test rows"), "standoff": 6}, range=[0.4, 1.0])
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    told = listed(f"{tr(one.question)} {one.mean:.3f}" for one in measured)
    return Chart(figure, tr("AUC of distilled students: {told}.").format(told=told))


def tips_picture(gains: Sequence[Gain] = GAINS) -> Chart:
    """Draw what teachers added to the AUC of a student, by teacher and share of labels."""
    figure = blank(height_px=220, showlegend=False, margin={"t": 12, "r": 44})
    names = [
        tr("{teacher}, {labels} of labels").format(
            teacher=tr(gain.teacher), labels=f"{gain.labels:.0%}"
        )
        for gain in gains
    ]
    figure.add_bar(
        x=[gain.auc for gain in gains],
        y=names,
        orientation="h",
        width=0.55,
        marker={"color": ROLES["distilled"].colour},
        text=[f"{gain.auc:+.4f}" for gain in gains],
        textposition="outside",
        cliponaxis=False,
        hoverinfo="skip",
    )
    ends = [0.0, *(gain.auc for gain in gains)]
    room = (max(ends) - min(ends)) / 4
    figure.update_xaxes(
        title={"text": tr("AUC, distilled minus alone"), "standoff": 6},
        range=[min(ends) - room, max(ends) + room],
    )
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    told = listed(f"{name} {gain.auc:+.4f}" for name, gain in zip(names, gains, strict=True))
    return Chart(figure, tr("What the teacher added to the AUC: {told}.").format(told=told))


def _box(figure: go.Figure, centre: tuple[float, float], name: str, colour: str) -> None:
    x, y = centre
    figure.add_shape(
        type="rect",
        x0=x - BOX_WIDTH / 2,
        x1=x + BOX_WIDTH / 2,
        y0=y - BOX_HEIGHT / 2,
        y1=y + BOX_HEIGHT / 2,
        line={"color": colour, "width": 2},
    )
    figure.add_annotation(x=x, y=y, text=name, showarrow=False, font={"size": 13})


def _arrow(
    figure: go.Figure, start: tuple[float, float], end: tuple[float, float], colour: str
) -> None:
    figure.add_annotation(
        x=end[0],
        y=end[1],
        ax=start[0],
        ay=start[1],
        xref="x",
        yref="y",
        axref="x",
        ayref="y",
        showarrow=True,
        arrowhead=2,
        arrowwidth=1.6,
        arrowcolor=colour,
        text="",
    )


PICTURES: Mapping[ConceptName, Callable[[], Chart]] = MappingProxyType(
    {
        "roles": roles_picture,
        "ways": ways_picture,
        "finance": finance_picture,
        "tips": tips_picture,
    }
)
