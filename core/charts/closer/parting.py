"""Student and teacher row by row, as a section."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.agreement import agreement_picture
from core.charts.closer.words import number, reasons
from core.charts.disagreement import disagreement_months, disagreement_picture
from core.charts.names import class_in_table
from core.charts.section import Cell, Figures, Picture, Section
from core.evaluate.looks.disagreement import DisputedRow
from core.lab.closer.apart import Apart

QUESTION = "Where do student and teacher part, and who was right?"
MOST_ROWS = 12


def parting_section(found: Apart) -> Section:
    """Tell how alike student and teacher answer, and which rows they dispute most."""
    alike, disputed = found.agreement, found.disagreement
    tables = [_alike(found)]
    if disputed.rows:
        tables.append(_disputed(disputed.rows[:MOST_ROWS]))
    pictures = [
        Picture(
            f"Probability of {found.class_name}, teacher against student",
            agreement_picture(alike, found.class_name),
        ),
        Picture("Who was right", disagreement_picture(disputed)),
    ]
    if disputed.months:
        pictures.append(Picture("Disputed rows, month by month", disagreement_months(disputed)))
    return Section(
        title="Student and teacher",
        question=QUESTION,
        sentences=(
            disputed.sentence,
            *reasons(("The correlation", alike.correlation)),
        ),
        tables=tuple(tables),
        pictures=tuple(pictures),
    )


def _alike(found: Apart) -> Figures:
    alike = found.agreement
    return Figures(
        f"Probability of {found.class_name}",
        ("", "Value"),
        (
            ("Correlation", number(alike.correlation)),
            ("Mean absolute difference", number(alike.mean_absolute_difference)),
            ("Same class", number(alike.same_class)),
            ("Total variation, all classes", number(alike.total_variation)),
        ),
    )


def _disputed(rows: tuple[DisputedRow, ...]) -> Figures:
    is_dated = rows[0].date is not None
    header = ("Test row", *(("Day",) if is_dated else ()), "Truth", "Teacher", "Student", "Right")
    return Figures("Most disputed rows", header, tuple(_lines(rows)))


def _lines(rows: tuple[DisputedRow, ...]) -> Iterator[tuple[Cell, ...]]:
    for row in rows:
        day: tuple[Cell, ...] = ()
        if row.date is not None:
            day = ((row.date.isoformat(), row.ticker or ""),)
        yield (
            f"{row.row + 1:,}",
            *day,
            class_in_table(row.true_class),
            (class_in_table(row.teacher_class), f"{row.teacher_probability:.2f}"),
            (class_in_table(row.student_class), f"{row.student_probability:.2f}"),
            row.right,
        )
