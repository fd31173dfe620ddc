"""The process-wide desk of runs, and the run of this session in it."""

from __future__ import annotations

import gc
import importlib
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import streamlit as st

from core.errors import LabError
from core.lab.desk.desk import Control, Desk
from core.lab.desk.opening import open_desk
from core.lab.desk.studies import is_outcome
from core.runs.jobs import JobPool, JobSnapshot, StopSignal
from pages.ui.ahead import import_every_page
from pages.ui.state import session
from pages.ui.told import told
from pages.ui.words import title_of

SWITCH_SECONDS = 0.0005
"""How long one thread may keep the others waiting: training asks for its turn at every step, and
with Python's usual 5 ms each viewer's page would hold it up ten times as long."""

COOL_SECONDS = 2.0
"""How long the slow imports wait for the first browser, which still fetches what it draws with."""


@dataclass
class SlowImports:
    """Whether somebody waits for the slow imports, which then begin at once."""

    are_waited_for: bool = False


@dataclass(frozen=True)
class Background:
    """The desk, why runs are lost at the next restart, and why none is sent, if that is so."""

    desk: Desk
    problem: LabError | None
    not_sent: LabError | None = None
    slow_imports: SlowImports = field(default_factory=SlowImports)


@st.cache_resource(show_spinner=False)
def background() -> Background:
    """Return the desk that all sessions of this process share."""
    sys.setswitchinterval(SWITCH_SECONDS)
    opened = open_desk()
    return Background(opened.desk, opened.problem, opened.not_sent)


def close_background() -> None:
    """End what runs, marked as interrupted; for the end of the server."""
    background().desk.close()


def desk() -> Desk:
    """Return the desk."""
    return background().desk


def jobs() -> JobPool:
    """Return the queue of the desk."""
    return desk().jobs


@st.cache_resource(show_spinner=False)
def warm_up() -> str:
    """Begin the slow imports in the background, once a process; gives the job's id.

    Not before the first page has shown something, for they would hold it up.
    """
    return jobs().submit("Getting ready", _warm_up)


def hurry() -> str:
    """Begin the slow imports at once, for somebody waits for them; gives the job's id."""
    background().slow_imports.are_waited_for = True
    return warm_up()


def wait_until_warm() -> None:
    """Wait for the slow imports, before what would pay for them in the thread of a page."""
    jobs().wait(hurry(), timeout=60)


def current_job() -> JobSnapshot | None:
    """Return the run this session looks at, or None; a study has a page of its own."""
    lab = session()
    job = desk().look(lab.run_id) if lab.run_id else None
    return None if job is not None and is_outcome(job.result) else job


def current_study() -> JobSnapshot | None:
    """Return the study this session looks at, or None."""
    lab = session()
    return desk().look(lab.study_id) if lab.study_id else None


def start_run() -> None:
    """Put a run of the session's choices into the queue."""
    hurry()
    lab = session()
    spec, csv = lab.spec, lab.csv if lab.spec.data.source == "csv" else None
    with told():
        lab.run_id = desk().start(title_of(spec), spec, csv, lab.owner)


def control(run_id: str, what: Control) -> None:
    """Pause, resume, step, stop or cancel a run of this session."""
    with told():
        desk().control(run_id, what, session().owner)


def continue_run(run_id: str) -> None:
    """Put an interrupted run of this session into the queue again."""
    hurry()
    with told():
        desk().resume_interrupted(run_id, session().owner)


def may_control(job: JobSnapshot) -> bool:
    """Whether this session started the run."""
    return desk().archive.is_owner(job.id, session().owner)


def _lab(module: str):
    """Import a module that brings torch, only when it is needed."""
    return importlib.import_module(f"core.lab.{module}")


def _warm_up(_: StopSignal) -> Iterator[object]:
    """Import and touch what runs and pages need, then keep it all out of garbage collection."""
    begin = time.monotonic() + COOL_SECONDS
    while time.monotonic() < begin and not background().slow_imports.are_waited_for:
        time.sleep(0.05)
    _lab("warm_up").warm_up()
    import_every_page()
    gc.collect()
    gc.freeze()
    yield "ready"
