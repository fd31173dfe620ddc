"""The curves of a run that goes on, drawn once for all who watch it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import streamlit as st

from core.charts.curve_table import curve_table
from core.charts.curves import PANELS, PanelName, learning_curve_json
from core.distill.reports import EpochReport
from core.lab.progress import progress_of, reports_of
from core.runs.jobs import JobSnapshot
from pages.ui.live_chart import Drawn

SECONDS_SHARED = 0.4
"""Shorter than the pause of a viewer, so that each finds a newer drawing every time it looks."""

KEPT_RUNS = 16
SEARCHING, SOON = "searching training choices", "begins soon"


@dataclass(frozen=True)
class Drawing:
    """The pictures of a run after so many events, and the same numbers as a table, in English."""

    version: int
    moment: float
    pictures: tuple[tuple[PanelName, Drawn], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Easel:
    """Holds the last drawing of one run.

    Drawing takes the interpreter from the training. Without sharing each viewer would cost a
    drawing of its own, as no two look at the same moment.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Drawing | None = None

    def draw(
        self, run_id: str, version: int, reports: tuple[EpochReport, ...], instead: str
    ) -> Drawing:
        """Return a drawing that is at most `SECONDS_SHARED` older than these reports."""
        with self._lock:
            now, last = time.monotonic(), self._last
            if last and (last.version == version or now - last.moment < SECONDS_SHARED):
                return last
            header, rows = curve_table(reports)
            self._last = Drawing(
                version=version,
                moment=now,
                pictures=tuple(
                    (panel, Drawn(*learning_curve_json(reports, panel, run_id, instead)))
                    for panel in PANELS
                ),
                header=tuple(header),
                rows=tuple(map(tuple, rows)),
            )
            return self._last


def drawing_of(job: JobSnapshot) -> Drawing | None:
    """Return the curves of a run, or None before its first epoch."""
    reports = reports_of(job.events)
    if not reports:
        return None
    return _easel(job.id).draw(job.id, job.version, reports, _instead(job))


def _instead(job: JobSnapshot) -> str:
    """Say what a panel without a curve waits for, once that is no longer the teacher."""
    progress = progress_of(job.events)
    if progress.is_searching:
        return SEARCHING
    return SOON if progress.stage == "students" else ""


@st.cache_resource(max_entries=KEPT_RUNS, show_spinner=False)
def _easel(run_id: str) -> Easel:  # noqa: ARG001
    return Easel()
