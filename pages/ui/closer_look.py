"""A closer look at a finished run, one subject at a time; computed when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from core.charts.closer.classes import classes_section
from core.charts.closer.groups import groups_section
from core.charts.closer.listening import listening_section
from core.charts.closer.parting import parting_section
from core.charts.closer.trusting import calibration_section, sure_section
from core.charts.closer.walking import walking_section
from core.charts.section import Section
from core.charts.small_print import shown_sentence
from core.errors import LabError
from core.lab.closer.apart import apart
from core.lab.closer.fair import fair
from core.lab.closer.quality import quality
from core.lab.closer.trust import trust
from core.lab.result import Result
from core.language.sentences import told
from core.language.speak import tr
from core.spec import MARKET_TASKS
from pages.ui.error_box import error_box
from pages.ui.learn.picking import pick
from pages.ui.looks_with_choices import pace_look, threshold_look, trading_look
from pages.ui.sections import once, show_section

OF_ONE_SEED = ("Classes", "Threshold", "Calibration", "Act when sure", "Student and teacher")
"""Subjects that are told of the student that would be deployed, not of the mean of all."""


def closer_look(result: Result, run_id: str) -> None:
    """Let one subject be picked, and show it.

    Parameters
    ----------
    result : Result
    run_id : str
        Tells this run from others, so that a look is computed once.
    """
    subjects = subjects_of(result)
    picked = pick("look", tr("Closer look"), {name: tr(name) for name in subjects})
    if picked in OF_ONE_SEED:
        st.caption(told(shown_sentence(result)))
    try:
        show_section(subjects[picked](result, run_id), key=f"look_{picked}")
    except LabError as error:
        error_box(error)


Look = Callable[[Result, str], Section]


def subjects_of(result: Result) -> Mapping[str, Look]:
    """Name what can be looked at in this run, in the order it is offered."""
    subjects: dict[str, Look] = {"Classes": _classes}
    if len(result.data.classes) == 2:
        subjects["Threshold"] = threshold_look
    subjects |= {"Calibration": _calibration, "Act when sure": _sure}
    subjects["Student and teacher"] = _parting
    if result.importance is not None:
        subjects["What they listen to"] = _listening
    subjects["Speed and memory"] = pace_look
    if result.walk is not None:
        subjects["Walk forward"] = _walking
    if result.spec.task.name in MARKET_TASKS:
        subjects["Trading"] = trading_look
    else:
        subjects["Fairness"] = _fairness
    return subjects


def _classes(result: Result, run_id: str) -> Section:
    return once(run_id, "classes", lambda: classes_section(quality(result)))


def _calibration(result: Result, run_id: str) -> Section:
    return once(run_id, "calibration", lambda: calibration_section(trust(result)))


def _sure(result: Result, run_id: str) -> Section:
    return once(run_id, "sure", lambda: sure_section(trust(result)))


def _parting(result: Result, run_id: str) -> Section:
    return once(run_id, "parting", lambda: parting_section(apart(result)))


def _listening(result: Result, run_id: str) -> Section:
    return once(run_id, "listening", lambda: listening_section(result.importance))


def _walking(result: Result, run_id: str) -> Section:
    return once(run_id, "walking", lambda: walking_section(result.walk))


def _fairness(result: Result, run_id: str) -> Section:
    return once(run_id, "fairness", lambda: groups_section(fair(result)))
