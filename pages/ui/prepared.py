"""Rows as this session chose them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.data.findings import fired, refuse_blocked
from core.data.profile import Profile
from core.data.table import CheckReport, Table
from core.distill.methods import check_method
from core.errors import LabError
from core.language.sentences import told
from core.spec import DataSpec
from pages.ui import kept_rows
from pages.ui.state import session

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset

READING = {
    "csv": "Reading the rows",
    "yahoo": "Asking Yahoo Finance; a busy one is asked again, which takes some seconds",
}


def table() -> Table:
    """Return the rows of the session's data source.

    Raises
    ------
    LabError
        When they cannot be used; what cannot be fetched is not asked for again by itself.
    """
    lab = session()
    data = lab.spec.data
    if data.source == "sample":
        return sample_table(data)
    with st.spinner(told(READING[data.source])):
        return kept_rows.rows_of(data, lab.csv, lab.attempt)


def sample_table(data: DataSpec) -> Table:
    """Return the rows of a bundled sample, whatever the session has chosen."""
    return kept_rows.sample_of(data)


def column_names() -> tuple[str, ...]:
    """Return the columns of an uploaded file; none where it cannot be read at all."""
    lab = session()
    if lab.spec.data.source != "csv" or lab.csv is None:
        return ()
    try:
        return kept_rows.names_of(lab.spec.data.content_hash, lab.csv)
    except LabError:
        return ()


def dataset() -> Dataset:
    """Return the session's rows, labelled and split for its question.

    Raises
    ------
    LabError
        When the question cannot be asked of them.
    """
    return kept_rows.dataset_of(session().spec, table())


def table_profile() -> Profile:
    """Return the session's rows in numbers."""
    return kept_rows.profile_of(table())


def question_reports() -> tuple[CheckReport, ...]:
    """Return how each check of the session's question ended.

    Raises
    ------
    LabError
        When the question cannot be asked of the rows.
    """
    return kept_rows.reports_of(session().spec, table())


def refuse_if_blocked() -> None:
    """Stop before a training that could not work, or not mean anything.

    Raises
    ------
    LabError
        Saying why.
    """
    rows = dataset()
    check_method(session().spec, rows.n_classes)
    refuse_blocked(fired(question_reports()))
