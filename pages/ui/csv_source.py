"""Uploaded CSV files: limits, a template for the question, and what to do with several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import streamlit as st

from core.data.files import UploadedFile, content_hash
from core.data.limits import MAX_FILE_MB, limits_sentence
from core.data.templates import template, template_sentence
from core.language.sentences import told
from core.language.speak import tr
from core.spec import DataSpec
from pages.ui.belonging import belonging, unused_sentence
from pages.ui.state import session
from pages.ui.taking import are_prices, ask_what_suits, take_rows
from pages.ui.words import TASK_TITLES

KINDS = ("csv", "tsv", "txt")
NAMES = "Name each of several files by its ticker, such as AAPL.csv."
PRIVATE = (
    "The server keeps what you upload while this page is open, and longer only for a run that "
    "uses it. Others can see the settings and results of that run, but not the rows, and a link "
    "does not carry them."
)


class Sent(Protocol):
    """A file as Streamlit hands it over."""

    name: str
    file_id: str

    def getvalue(self) -> bytes:
        """Return its bytes."""


def choose_files() -> None:
    """Take one table, or the prices of one ticker a file."""
    files = st.file_uploader(
        tr("CSV file, or several"),
        type=KINDS,
        accept_multiple_files=True,
        max_upload_size=MAX_FILE_MB,
        help=told(f"{limits_sentence()} {NAMES}"),
    )
    _take(files)
    _say_what_is_not_used(files)
    st.caption(told(f"{limits_sentence()} {NAMES} {PRIVATE}"))
    _offer_template()


def _take(files: Sequence[Sent]) -> None:
    lab, ids = session(), tuple(file.file_id for file in files)
    if not ids or ids == lab.csv_ids:
        return
    lab.csv = belonging([UploadedFile(file.name, file.getvalue()) for file in files])
    lab.csv_ids = ids
    data = DataSpec(source="csv", content_hash=content_hash(lab.csv))
    if (data.source, data.content_hash) == (lab.spec.data.source, lab.spec.data.content_hash):
        # Only a file that was not used has come or gone: what was corrected stays.
        return
    take_rows(data)
    ask_what_suits(are_prices())


def _say_what_is_not_used(files: Sequence[Sent]) -> None:
    lab = session()
    if lab.csv_ids == tuple(file.file_id for file in files) and isinstance(lab.csv, tuple):
        sentence = unused_sentence([file.name for file in files], lab.csv)
        if sentence:
            st.text(told(sentence))


def _offer_template() -> None:
    task = session().spec.task.name
    title = TASK_TITLES[task][0]
    words, button = st.columns([3, 1], vertical_alignment="center", gap="medium")
    needed = told(template_sentence(task))
    words.caption(tr("**{question}** needs: {needed}").format(question=tr(title), needed=needed))
    button.download_button(
        tr("Download a template"),
        data=template(task),
        file_name=f"{task}_template.csv",
        mime="text/csv",
        on_click="ignore",
        width="stretch",
    )
