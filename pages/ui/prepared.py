"""Rows as this session chose them, read once and kept."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

import streamlit as st

from core.data.files import Upload
from core.data.findings import fired, refuse_blocked
from core.data.load import load
from core.data.profile import Profile, profile
from core.data.table import CheckReport, Table
from core.data.upload import column_names as names_in
from core.distill.methods import check_method
from core.errors import LabError
from core.language.sentences import told
from core.spec import DataSpec, RunSpec
from pages.ui.pool import wait_until_warm
from pages.ui.state import session

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset

KEPT = 4
READING = {
    "sample": "Reading the rows",
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
    with st.spinner(told(READING[data.source])):
        rows = _table(f"{lab.attempt} {data.model_dump_json()}", data, lab.csv)
    return _given(rows)


def sample_table(data: DataSpec) -> Table:
    """Return the rows of a bundled sample, whatever the session has chosen."""
    return _given(_table(data.model_dump_json(), data, None))


def column_names() -> tuple[str, ...]:
    """Return the columns of an uploaded file; none where it cannot be read at all."""
    lab = session()
    if lab.spec.data.source != "csv" or lab.csv is None:
        return ()
    try:
        return _names(lab.spec.data.content_hash, lab.csv)
    except LabError:
        return ()


def dataset() -> Dataset:
    """Return the session's rows, labelled and split for its question.

    Raises
    ------
    LabError
        When the question cannot be asked of them.
    """
    return _dataset(*_question())


def table_profile() -> Profile:
    """Return the session's rows in numbers."""
    rows = table()
    return _profile(f"{rows.content_hash} {rows.columns}", rows)


def question_reports() -> tuple[CheckReport, ...]:
    """Return how each check of the session's question ended.

    Raises
    ------
    LabError
        When the question cannot be asked of the rows.
    """
    return _reports(_question()[0], dataset())


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


def _question() -> tuple[str, RunSpec, Table]:
    spec = session().spec
    rows = table()
    wait_until_warm()
    key = f"{spec.task.model_dump_json()} {spec.teacher} {spec.student} {rows.content_hash}"
    return f"{key} {rows.columns}", spec, rows


def _given(rows: Table | LabError) -> Table:
    if isinstance(rows, LabError):
        raise type(rows)(rows.must, rows.found, rows.remedy)
    return rows


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner=False)
def _names(key: str, _csv: Upload) -> tuple[str, ...]:  # noqa: ARG001
    return names_in(_csv if isinstance(_csv, bytes) else _csv[0].content)


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner=False)
def _table(key: str, _data: DataSpec, _csv: Upload | None) -> Table | LabError:  # noqa: ARG001
    """Keep an error too: a refusal of Yahoo Finance must not be met at every click."""
    try:
        return load(_data, _csv)
    except LabError as error:
        # Without its traceback, which would keep half of what was read in memory.
        return type(error)(error.must, error.found, error.remedy)


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner="Splitting the rows")
def _dataset(key: str, _spec: RunSpec, _rows: Table) -> Dataset:  # noqa: ARG001
    models = importlib.import_module("core.models.catalog")
    tasks = importlib.import_module("core.tasks.make")
    return tasks.make_dataset(_rows, _spec.task, models.window_length(_spec))


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner="Looking at the columns")
def _profile(key: str, _rows: Table) -> Profile:  # noqa: ARG001
    return profile(_rows)


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner="Checking the rows")
def _reports(key: str, _dataset: Dataset) -> tuple[CheckReport, ...]:  # noqa: ARG001
    findings = importlib.import_module("core.tasks.findings")
    return findings.inspect_dataset(_dataset)
