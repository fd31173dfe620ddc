"""A finished run to take along: a report that opens offline, and its numbers; made when asked."""

from __future__ import annotations

import datetime as dt
import importlib

import streamlit as st

from core.lab.desk.desk import Desk
from core.lab.result import Result
from core.language.speak import tr
from pages.ui.pool import desk
from pages.ui.state import session

HELP = "One file with every number and picture of this page; it opens offline and prints."
NUMBERS_HELP = "Scores, intervals, costs and curves with all their digits, a line for each."


def offer_report(result: Result) -> None:
    """Offer the report and the numbers of a finished run, neither of which is made before."""
    opened, run_id = desk(), session().run_id
    with st.container(horizontal=True, key="take_along"):
        st.download_button(
            tr("Download the report"),
            data=lambda: _report(result, opened, run_id),
            file_name="distill_report.html",
            mime="text/html",
            on_click="ignore",
            help=tr(HELP),
        )
        st.download_button(
            tr("Download the numbers"),
            data=lambda: _numbers(result, opened, run_id),
            file_name="distill_numbers.csv",
            mime="text/csv",
            on_click="ignore",
            help=tr(NUMBERS_HELP),
        )


def _report(result: Result, opened: Desk, run_id: str) -> str:
    tries_of = importlib.import_module("core.lab.desk.tried").tries_of
    tried = tries_of(result.spec, opened.rows(), opened.studies.rows())
    after = importlib.import_module("core.evaluate.luck.tries").after_tries(result.verdict, tried)
    page = importlib.import_module("core.report.page")
    return page.write_report(result, _name(opened, run_id), dt.date.today(), after.sentence)


def _numbers(result: Result, opened: Desk, run_id: str) -> str:
    numbers = importlib.import_module("core.report.numbers")
    return numbers.write_numbers(result, _name(opened, run_id), dt.date.today())


def _name(opened: Desk, run_id: str) -> str:
    """Return what the run is called now; it may have been renamed since the page was shown."""
    return opened.archive.record(run_id).name
