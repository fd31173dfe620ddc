"""Rows, and what is made of them, read once and kept.

What comes from a bundled sample is kept for everybody, and all the rest for its session alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from core.data.files import Upload
from core.data.load import load
from core.data.profile import Profile, profile
from core.data.table import CheckReport, Table
from core.data.upload import column_names as names_in
from core.errors import LabError
from core.models.catalog import window_length
from core.spec import DataSpec, RunSpec
from core.tasks.findings import inspect_dataset
from core.tasks.make import make_dataset

if TYPE_CHECKING:
    from core.tasks.dataset import Dataset

KEPT = 4
KEPT_SAMPLES = 16
OF_OTHER_SOURCES = {"tickers", "content_hash"}
Made = TypeVar("Made")


def read_first_rows() -> None:
    """Read, split and check the rows that a visitor sees first, before there is one."""
    spec = RunSpec()
    rows = sample_of(spec.data)
    profile_of(rows)
    reports_of(spec, rows)


def sample_of(data: DataSpec) -> Table:
    """Return the rows of a bundled sample."""
    return _given(_sample(data.model_dump_json(exclude=OF_OTHER_SOURCES), data))


def rows_of(data: DataSpec, csv: Upload | None, attempt: int) -> Table:
    """Return rows of any other source.

    Raises
    ------
    LabError
        When they cannot be used; kept too, for a refusal of Yahoo Finance must not be met at
        every click.
    """
    return _given(_table(f"{attempt} {data.model_dump_json()}", data, csv))


def dataset_of(spec: RunSpec, rows: Table) -> Dataset:
    """Return rows labelled and split for a question."""
    return _dataset(*_question(spec, rows))


def profile_of(rows: Table) -> Profile:
    """Return rows in numbers."""
    return _profile(f"{rows.content_hash} {rows.columns}", rows)


def reports_of(spec: RunSpec, rows: Table) -> tuple[CheckReport, ...]:
    """Return how each check of a question ended."""
    return _reports(_question(spec, rows)[0], rows, dataset_of(spec, rows))


def _question(spec: RunSpec, rows: Table) -> tuple[str, Table, RunSpec]:
    key = f"{spec.task.model_dump_json()} {window_length(spec)} {rows.content_hash}"
    return f"{key} {rows.columns}", rows, spec


def _given(rows: Table | LabError) -> Table:
    if isinstance(rows, LabError):
        raise type(rows)(rows.must, rows.found, rows.remedy)
    return rows


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner=False)
def names_of(key: str, _csv: Upload) -> tuple[str, ...]:  # noqa: ARG001
    """Return the columns of an uploaded file."""
    return names_in(_csv if isinstance(_csv, bytes) else _csv[0].content)


@st.cache_resource(max_entries=KEPT_SAMPLES, show_spinner=False)
def _sample(key: str, _data: DataSpec) -> Table | LabError:  # noqa: ARG001
    return _read(_data, None)


@st.cache_resource(max_entries=KEPT, scope="session", show_spinner=False)
def _table(key: str, _data: DataSpec, _csv: Upload | None) -> Table | LabError:  # noqa: ARG001
    return _read(_data, _csv)


def _read(data: DataSpec, csv: Upload | None) -> Table | LabError:
    try:
        return load(data, csv)
    except LabError as error:
        # Without its traceback, which would keep half of what was read in memory.
        return type(error)(error.must, error.found, error.remedy)


def _kept(said: str) -> Callable[[Callable[..., Made]], Callable[..., Made]]:
    """Keep what is made of the rows of a bundled sample for everybody, else for the session."""

    def keep(make: Callable[..., Made]) -> Callable[..., Made]:
        for_all = st.cache_resource(max_entries=KEPT_SAMPLES, show_spinner=False)(make)
        own = st.cache_resource(max_entries=KEPT, scope="session", show_spinner=said)(make)

        def made(key: str, rows: Table, *others: object) -> Made:
            return (for_all if rows.origin.source == "sample" else own)(key, rows, *others)

        return made

    return keep


@_kept("Splitting the rows")
def _dataset(key: str, _rows: Table, _spec: RunSpec) -> Dataset:  # noqa: ARG001
    return make_dataset(_rows, _spec.task, window_length(_spec))


@_kept("Looking at the columns")
def _profile(key: str, _rows: Table) -> Profile:  # noqa: ARG001
    return profile(_rows)


@_kept("Checking the rows")
def _reports(key: str, _rows: Table, _dataset: Dataset) -> tuple[CheckReport, ...]:  # noqa: ARG001
    return inspect_dataset(_dataset)
