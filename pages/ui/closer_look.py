"""A closer look at a finished run, one subject at a time; computed when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import streamlit as st

from core.charts.closer.classes import classes_section
from core.charts.closer.cutting import thresholds_section
from core.charts.closer.groups import groups_section
from core.charts.closer.listening import listening_section
from core.charts.closer.parting import parting_section
from core.charts.closer.trading import trading_section
from core.charts.closer.trusting import calibration_section, sure_section
from core.charts.closer.walking import walking_section
from core.charts.section import Section
from core.errors import LabError
from core.evaluate.ledger import USUAL_COST_BP
from core.evaluate.threshold import MISSED_COST
from core.lab.closer.apart import apart
from core.lab.closer.cutting import thresholds
from core.lab.closer.fair import fair
from core.lab.closer.money import money
from core.lab.closer.quality import quality
from core.lab.closer.trust import trust
from core.lab.result import Result
from core.spec import MARKET_TASKS
from pages.ui.error_box import error_box
from pages.ui.sections import show_section

RULES = MappingProxyType({"f1": "Best F1", "cost": "Least cost"})
STYLES = MappingProxyType({"long_flat": "Long or out", "long_short": "Long or short"})
KEPT_LOOKS = 64


def closer_look(result: Result, run_id: str) -> None:
    """Let one subject be picked, and show it.

    Parameters
    ----------
    result : Result
    run_id : str
        Tells this run from others, so that a look is computed once.
    """
    subjects = subjects_of(result)
    picked = st.pills(
        "Closer look",
        list(subjects),
        default=next(iter(subjects)),
        required=True,
        key="look",
        bind="query-params",
        label_visibility="collapsed",
    )
    try:
        show_section(subjects[picked](result, run_id), key=f"look_{picked}")
    except LabError as error:
        error_box(error)


Look = Callable[[Result, str], Section]


def subjects_of(result: Result) -> Mapping[str, Look]:
    """Name what can be looked at in this run, in the order it is offered."""
    subjects: dict[str, Look] = {"Classes": _classes}
    if len(result.data.classes) == 2:
        subjects["Threshold"] = _threshold
    subjects |= {"Calibration": _calibration, "Act when sure": _sure}
    subjects["Student and teacher"] = _parting
    if result.importance is not None:
        subjects["What they listen to"] = _listening
    if result.walk is not None:
        subjects["Walk forward"] = _walking
    if result.spec.task.name in MARKET_TASKS:
        subjects["Trading"] = _trading
    else:
        subjects["Fairness"] = _fairness
    return subjects


def _classes(result: Result, run_id: str) -> Section:
    return _section(run_id, "classes", lambda: classes_section(quality(result)))


def _threshold(result: Result, run_id: str) -> Section:
    rule_place, cost_place = st.columns([1, 1], vertical_alignment="bottom")
    rule = rule_place.segmented_control(
        "Chosen by",
        list(RULES),
        default="f1",
        required=True,
        format_func=RULES.get,
        key="rule",
        help="Best F1 weighs precision and recall alike; least cost weighs missed rows.",
    )
    cost = MISSED_COST
    if rule == "cost":
        cost = cost_place.number_input(
            "Cost of a missed row, in false alarms", 0.1, 1000.0, MISSED_COST, key="missed_cost"
        )
    make = lambda: thresholds_section(thresholds(result, rule, cost))  # noqa: E731
    return _section(run_id, f"threshold {rule} {cost}", make)


def _calibration(result: Result, run_id: str) -> Section:
    return _section(run_id, "calibration", lambda: calibration_section(trust(result)))


def _sure(result: Result, run_id: str) -> Section:
    return _section(run_id, "sure", lambda: sure_section(trust(result)))


def _parting(result: Result, run_id: str) -> Section:
    return _section(run_id, "parting", lambda: parting_section(apart(result)))


def _listening(result: Result, run_id: str) -> Section:
    return _section(run_id, "listening", lambda: listening_section(result.importance))


def _walking(result: Result, run_id: str) -> Section:
    return _section(run_id, "walking", lambda: walking_section(result.walk))


def _trading(result: Result, run_id: str) -> Section:
    style_place, cost_place = st.columns([1, 1], vertical_alignment="bottom")
    style = style_place.segmented_control(
        "Positions",
        list(STYLES),
        default="long_flat",
        required=True,
        format_func=STYLES.get,
        key="style",
        help="What is done when a fall is foretold: stay out of the market, or bet on the fall.",
    )
    cost = cost_place.number_input(
        "Cost a side, in basis points", 0.0, 100.0, USUAL_COST_BP, key="cost_bp"
    )
    make = lambda: trading_section(money(result, style, cost))  # noqa: E731
    return _section(run_id, f"trading {style} {cost}", make)


def _fairness(result: Result, run_id: str) -> Section:
    return _section(run_id, "fairness", lambda: groups_section(fair(result)))


@st.cache_resource(max_entries=KEPT_LOOKS, show_spinner=False)
def _section(run_id: str, subject: str, _make: Callable[[], Section]) -> Section:  # noqa: ARG001
    return _make()
