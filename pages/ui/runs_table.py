"""The list of runs as a table, from which some can be picked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from core.data.samples import data_title
from core.distill.methods import METHODS
from core.lab.desk.listing import distinguishing_settings
from core.lab.desk.row import RunRow
from core.language.sentences import told
from core.language.speak import tr
from core.models.catalog import ARCHITECTURES
from core.spec import ModelSpec
from pages.ui.state import session
from pages.ui.words import OUTCOME_TITLES, STATE_TITLES, TASK_TITLES

TABLE_KEY = "runs_table"
SCORE_FORMAT = "%.3f"
MISSING = "–"
IN_COLUMNS = frozenset(
    {
        ("Question", "Question"),
        ("Rows", "Source"),
        ("Teacher", "Kind"),
        ("Student", "Kind"),
    }
)
"""Settings that a name and the columns beside it tell."""


def runs_table(rows: Sequence[RunRow]) -> tuple[RunRow, ...]:
    """Show runs as a table that sorts by a click, and return those that are picked.

    A table remembers the places of its picks. Where other runs stand there it must be another
    table, or what is deleted next would be a run that nobody picked.
    """
    ids, lab = tuple(row.id for row in rows), session()
    still = [place for place, run_id in enumerate(ids) if run_id in lab.picked]
    differing = distinguishing_settings(rows, IN_COLUMNS)
    picked = st.dataframe(
        [_cells(row, differs) for row, differs in zip(rows, differing, strict=True)],
        column_config=_columns(),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        selection_default={"selection": {"rows": still}},
        placeholder=MISSING,
        key=f"{TABLE_KEY}_{hash(ids)}",
    )
    chosen = tuple(rows[place] for place in picked["selection"]["rows"] if place < len(rows))
    lab.picked = tuple(row.id for row in chosen)
    return chosen


def _columns() -> dict[str, object]:
    """Say how each column is written."""
    return {
        tr("Alpha"): st.column_config.NumberColumn(
            format="%.2f", help=tr("The weight of the teacher's voice.")
        ),
        tr("Temperature"): st.column_config.NumberColumn(format="%.3g"),
        tr("Labels"): st.column_config.NumberColumn(
            format="percent", help=tr("Share of training rows whose label is known.")
        ),
        tr("What differs"): st.column_config.TextColumn(
            help=tr("What tells these runs apart: settings that are not the same in all of them.")
        ),
        tr("Started"): st.column_config.DatetimeColumn(format="YYYY-MM-DD HH:mm"),
        tr("AUC alone"): st.column_config.NumberColumn(format=SCORE_FORMAT),
        tr("AUC distilled"): st.column_config.NumberColumn(format=SCORE_FORMAT),
        tr("AUC teacher"): st.column_config.NumberColumn(format=SCORE_FORMAT),
        tr("Difference"): st.column_config.NumberColumn(
            format="%+.4f", help=tr("AUC of the distilled student minus that of the student alone.")
        ),
        tr("Seconds"): st.column_config.NumberColumn(format="%.0f"),
    }


def _cells(row: RunRow, differs: str) -> dict[str, object]:
    spec = row.spec
    state = f"Queued, number {row.position}" if row.position else STATE_TITLES[row.state]
    return {
        tr("Name"): row.name if row.name != row.title else told(row.title),
        tr("What differs"): told(differs),
        tr("State"): told(state),
        tr("Verdict"): tr(OUTCOME_TITLES.get(row.outcome, "")),
        tr("Question"): tr(TASK_TITLES[spec.task.name][0]) if spec else "",
        tr("Rows"): tr(data_title(spec.data)) if spec else "",
        tr("Teacher"): _title(spec.teacher) if spec else "",
        tr("Student"): _title(spec.student) if spec else "",
        tr("Method"): tr(METHODS[spec.distill.method].title) if spec else "",
        tr("Alpha"): spec.distill.alpha if spec else None,
        tr("Temperature"): spec.distill.temperature if spec else None,
        tr("Labels"): spec.task.labels if spec else None,
        tr("AUC alone"): row.score("alone.auc"),
        tr("AUC distilled"): row.score("distilled.auc"),
        tr("AUC teacher"): row.score("teacher.auc"),
        tr("Difference"): row.score("difference"),
        tr("Started"): dt.datetime.fromtimestamp(row.created),
        tr("Seconds"): row.seconds,
        tr("Note"): row.note,
    }


def _title(model: ModelSpec) -> str:
    return tr(ARCHITECTURES[model.name].title)
