"""The process-wide pool of runs, and the runs of this session in it."""

from __future__ import annotations

import gc
import importlib
from collections.abc import Iterator
from dataclasses import dataclass

import streamlit as st

from core.models.catalog import ARCHITECTURES
from core.runs.jobs import JobPool, JobSnapshot, StopSignal
from core.spec import RunSpec
from pages.ui.state import session
from pages.ui.words import TASK_TITLES, data_title


@dataclass(frozen=True)
class Background:
    """The pool, and the job that pays for slow imports before anybody waits for them."""

    jobs: JobPool
    warm_up: str


@st.cache_resource(show_spinner=False)
def background() -> Background:
    """Return the pool that all sessions of this process share."""
    jobs = JobPool()
    return Background(jobs, jobs.submit("Getting ready", _warm_up))


def jobs() -> JobPool:
    """Return the pool."""
    return background().jobs


def wait_until_warm() -> None:
    """Wait for the slow imports, so that no two threads import the same package at once."""
    background().jobs.wait(background().warm_up, timeout=60)


def current_job() -> JobSnapshot | None:
    """Return the run this session looks at, or None."""
    lab = session()
    return jobs().snapshot(lab.run_id) if lab.run_id else None


def start_run() -> None:
    """Put a run of the session's choices into the queue."""
    lab = session()
    spec, csv = lab.spec, lab.csv if lab.spec.data.source == "csv" else None

    def work(should_stop: StopSignal) -> Iterator[object]:
        run: Iterator[object] = _lab("experiment").run(spec, csv, should_stop)
        return run

    lab.run_id = jobs().submit(title_of(spec), work, lab.owner)


def title_of(spec: RunSpec) -> str:
    """Name a run by its data, its question and its student, without text of the user."""
    question = TASK_TITLES[spec.task.name][0]
    return f"{data_title(spec.data)} · {question} · {ARCHITECTURES[spec.student.name].title}"


def may_stop(job: JobSnapshot) -> bool:
    """Whether this session started the run."""
    return job.owner == session().owner


def _lab(module: str):
    """Import a module that brings torch, only when it is needed."""
    return importlib.import_module(f"core.lab.{module}")


def _warm_up(_: StopSignal) -> Iterator[object]:
    """Import and touch what a run needs, then keep all of it out of garbage collection."""
    _lab("warm_up").warm_up()
    gc.collect()
    gc.freeze()
    yield "ready"
