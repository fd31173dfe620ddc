"""Pause, step, stop and cancel: the controls of a run for whoever started it."""

from __future__ import annotations

import streamlit as st

from core.language.sentences import told
from core.language.speak import tr
from core.runs.jobs import JobSnapshot
from pages.ui.pool import control

WATCHING = "You are watching: only the browser that started this run can hold or end it."


def all_controls(job: JobSnapshot) -> None:
    """Offer every control that fits a run that has not ended."""
    with st.container(horizontal=True, horizontal_alignment="right"):
        cancel_button(job)
        if job.state == "queued":
            return
        stop_button(job, key="stop", label="Stop and keep best")
        pause_button(job, key="pause")
        # Last, where Start was: a hasty second click meets what is disabled while it trains.
        st.button(
            tr("Step one epoch"),
            key="step",
            on_click=control,
            args=(job.id, "step"),
            disabled=job.state != "paused",
            help=tr("Trains one epoch more and pauses again. Pause first."),
        )


def pause_button(job: JobSnapshot, key: str) -> None:
    """Offer to hold the run, or to let it go on."""
    is_paused = job.state == "paused"
    st.button(
        tr("Resume" if is_paused else "Pause"),
        key=key,
        on_click=control,
        args=(job.id, "resume" if is_paused else "pause"),
        disabled=job.state == "stopping",
        help=tr("Holds the training where it is; time spent paused is not counted."),
    )


def stop_button(job: JobSnapshot, key: str, label: str) -> None:
    """Offer to end the training here and to keep the best epoch."""
    st.button(
        told(label),
        key=key,
        on_click=control,
        args=(job.id, "stop"),
        disabled=job.state == "stopping",
        help=tr("Ends the training now, keeps the best epoch so far and goes on to the verdict."),
    )


def cancel_button(job: JobSnapshot) -> None:
    """Offer to drop the run."""
    st.button(
        tr("Cancel"),
        key="cancel",
        on_click=control,
        args=(job.id, "cancel"),
        help=tr("Ends the run without a verdict; it stays in the list of runs."),
    )
