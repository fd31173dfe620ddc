"""Where teacher and student put rows in different classes, and who was right."""

from __future__ import annotations

from core.charts.template import ROLES, Chart, blank
from core.distill.reports import Role
from core.evaluate.looks.disagreement import Disagreement, DisputedMonth

NEITHER_COLOUR = "#94A3B8"
FEW_ROWS = 5


def disagreement_picture(found: Disagreement, role: Role = "distilled") -> Chart:
    """Draw how many of the rows in different classes each of the two got right.

    Parameters
    ----------
    found : Disagreement
    role : str
        Of the student.

    Returns
    -------
    Chart
        Without bars where an answer is not a number.
    """
    figure = blank(height_px=190, showlegend=False, margin={"t": 12, "r": 52})
    if found.is_defined:
        parts = _parts(found, role)
        figure.add_bar(
            x=[count for _, count, _ in parts],
            y=[label for label, _, _ in parts],
            orientation="h",
            width=0.55,
            marker={"color": [colour for _, _, colour in parts]},
            text=[f"{count:,}" for _, count, _ in parts],
            textposition="outside",
            cliponaxis=False,
            hoverinfo="skip",
        )
    figure.update_xaxes(
        title={"text": "rows in different classes", "standoff": 6},
        rangemode="tozero",
        dtick=_whole_steps([found.only_teacher, found.only_student]),
    )
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    return Chart(figure, disagreement_sentence(found, role))


def disagreement_months(found: Disagreement, role: Role = "distilled") -> Chart:
    """Draw month by month who was right where teacher and student differ.

    Parameters
    ----------
    found : Disagreement
        Of dated rows.
    role : str
        Of the student.

    Returns
    -------
    Chart
        Without bars where rows have no dates.
    """
    figure = blank(barmode="stack", bargap=0.1, margin={"t": 44}, legend={"traceorder": "normal"})
    student = ROLES[role]
    for label, colour, counts in (
        ("Only the teacher right", ROLES["teacher"].colour, [m.only_teacher for m in found.months]),
        (
            f"Only {student.title.lower()} right",
            student.colour,
            [m.only_student for m in found.months],
        ),
        ("Neither right", NEITHER_COLOUR, [month.neither for month in found.months]),
    ):
        if any(counts):
            figure.add_bar(
                x=[month.first_day for month in found.months],
                y=counts,
                name=label,
                marker={"color": colour, "line": {"width": 0}},
                hovertext=[
                    f"{month.first_day:%Y-%m}: {label.lower()} in {count:,} of {month.rows:,} rows"
                    for month, count in zip(found.months, counts, strict=True)
                ],
                hoverinfo="text",
            )
    figure.update_xaxes(type="date", showgrid=False)
    figure.update_yaxes(
        title={"text": "rows in different classes", "standoff": 10},
        rangemode="tozero",
        dtick=_whole_steps([_different(month) for month in found.months]),
    )
    return Chart(figure, _months_sentence(found, role))


def disagreement_sentence(found: Disagreement, role: Role = "distilled") -> str:
    """Say in one sentence how many rows differ, and who was right."""
    if not found.is_defined:
        return f"Where teacher and student differ is not defined, {found.reason}."
    parts = ", ".join(f"{label.lower()} {count:,}" for label, count, _ in _parts(found, role))
    return (
        f"Teacher and {ROLES[role].title.lower()} put {found.different:,} of {found.n_rows:,} "
        f"rows in different classes: {parts}."
    )


def _parts(found: Disagreement, role: Role) -> tuple[tuple[str, int, str], ...]:
    """Label, rows and colour of each outcome that rows in different classes can have."""
    neither = found.different - found.only_teacher - found.only_student
    parts = (
        ("Only the teacher right", found.only_teacher, ROLES["teacher"].colour),
        (f"Only {ROLES[role].title.lower()} right", found.only_student, ROLES[role].colour),
    )
    return (*parts, ("Neither right", neither, NEITHER_COLOUR)) if neither else parts


def _months_sentence(found: Disagreement, role: Role) -> str:
    if not found.months:
        return "Disagreement month by month is not defined, rows have no dates."
    busiest = max(found.months, key=_different)
    return (
        f"Rows that teacher and {ROLES[role].title.lower()} put in different classes, in "
        f"{len(found.months)} months from {found.months[0].first_day:%Y-%m} to "
        f"{found.months[-1].first_day:%Y-%m}: most of all in {busiest.first_day:%Y-%m}, "
        f"{_different(busiest):,} of {busiest.rows:,}."
    )


def _different(month: DisputedMonth) -> int:
    return month.only_teacher + month.only_student + month.neither


def _whole_steps(counts: list[int]) -> int | None:
    """Mark every row on an axis of few, where half a row would be marked otherwise."""
    return 1 if max(counts, default=0) <= FEW_ROWS else None
