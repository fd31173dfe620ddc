"""Rows as this session chose them, read once and kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from core.data.load import load
from core.data.table import Table
from core.data.upload import read_csv
from core.errors import LabError
from core.spec import DataSpec, RunSpec
from pages.ui.pool import wait_until_warm
from pages.ui.state import session

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset

KEPT = 4


def table() -> Table:
    """Return the rows of the session's data source.

    Raises
    ------
    LabError
        When they cannot be used.
    """
    lab = session()
    return _table(lab.spec.data.model_dump_json(), lab.spec.data, lab.csv)


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
    spec = session().spec
    rows = table()
    wait_until_warm()
    key = f"{spec.task.model_dump_json()} {spec.teacher} {spec.student} {rows.content_hash}"
    return _dataset(key, spec, rows)


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner=False)
def _names(key: str, _csv: bytes) -> tuple[str, ...]:  # noqa: ARG001
    return tuple(map(str, read_csv(_csv).columns))


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner="Reading the rows")
def _table(key: str, _spec: DataSpec, _csv: bytes | None) -> Table:  # noqa: ARG001
    return load(_spec, _csv)


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner="Splitting the rows")
def _dataset(key: str, _spec: RunSpec, _rows: Table) -> Dataset:  # noqa: ARG001
    from core.models.catalog import window_length
    from core.tasks.make import make_dataset

    return make_dataset(_rows, _spec.task, window_length(_spec))
