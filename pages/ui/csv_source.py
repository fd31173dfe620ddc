"""Uploaded CSV files: limits, a template for the question, and what to do with several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from core.data.files import UploadedFile, content_hash
from core.data.limits import MAX_FILE_MB, limits_sentence
from core.data.templates import template, template_sentence
from core.spec import DataSpec
from pages.ui.state import session
from pages.ui.taking import are_prices, ask_what_suits, take_rows
from pages.ui.words import TASK_TITLES

KINDS = ("csv", "tsv", "txt")
NAMES = "Name each of several files by its ticker, such as AAPL.csv."
PRIVATE = "What you upload stays in this session: a link to this page does not carry it."


class Sent(Protocol):
    """A file as Streamlit hands it over."""

    name: str
    file_id: str

    def getvalue(self) -> bytes:
        """Return its bytes."""


def choose_files() -> None:
    """Take one table, or the prices of one ticker a file."""
    files = st.file_uploader(
        "CSV file, or several",
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=MAX_FILE_MB,
        help=f"{limits_sentence()} {NAMES}",
    )
    _take(files)
    st.caption(f"{limits_sentence()} {NAMES} {PRIVATE}")
    _offer_template()


def _take(files: Sequence[Sent]) -> None:
    lab, ids = session(), tuple(file.file_id for file in files)
    if not ids or ids == lab.csv_ids:
        return
    lab.csv = tuple(UploadedFile(file.name, file.getvalue()) for file in files)
    lab.csv_ids = ids
    take_rows(DataSpec(source="csv", content_hash=content_hash(lab.csv)))
    ask_what_suits(are_prices())


def _offer_template() -> None:
    task = session().spec.task.name
    title = TASK_TITLES[task][0]
    words, button = st.columns([3, 1], vertical_alignment="center", gap="medium")
    words.caption(f"**{title}** needs: {template_sentence(task)}")
    button.download_button(
        "Download a template",
        data=template(task),
        file_name=f"{task}_template.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
    )
