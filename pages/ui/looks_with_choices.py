"""Closer looks that ask something first: by what to choose a threshold, and how to trade."""

from __future__ import annotations

from types import MappingProxyType

import streamlit as st

from core.charts.closer.cutting import thresholds_section
from core.charts.closer.pacing import pacing_section
from core.charts.closer.trading import trading_section
from core.charts.section import Section
from core.evaluate.looks.threshold import MISSED_COST
from core.evaluate.trading.ledger import USUAL_COST_BP
from core.lab.closer.cutting import thresholds
from core.lab.closer.money import money
from core.lab.closer.pace import pace
from core.lab.result import Result
from core.language.speak import tr
from pages.ui.sections import once

RULES = MappingProxyType({"f1": "Best F1", "cost": "Least cost"})
STYLES = MappingProxyType({"long_flat": "Long or out", "long_short": "Long or short"})


def threshold_look(result: Result, run_id: str) -> Section:
    """Ask by what to choose the threshold, and tell what it does."""
    rule_place, cost_place = st.columns([1, 1], vertical_alignment="bottom")
    rule = rule_place.segmented_control(
        tr("Chosen by"),
        list(RULES),
        default="f1",
        required=True,
        format_func=lambda name: tr(RULES[name]),
        key="rule",
        help=tr("Best F1 weighs precision and recall alike; least cost weighs missed rows."),
    )
    cost = MISSED_COST
    if rule == "cost":
        cost = cost_place.number_input(
            tr("Cost of a missed row, in false alarms"), 0.1, 1000.0, MISSED_COST, key="missed_cost"
        )
    make = lambda: thresholds_section(thresholds(result, rule, cost))  # noqa: E731
    return once(run_id, f"threshold {rule} {cost}", make)


def trading_look(result: Result, run_id: str) -> Section:
    """Ask for positions and cost, and tell what the trades were worth."""
    style_place, cost_place = st.columns([1, 1], vertical_alignment="bottom")
    style = style_place.segmented_control(
        tr("Positions"),
        list(STYLES),
        default="long_flat",
        required=True,
        format_func=lambda name: tr(STYLES[name]),
        key="style",
        help=tr(
            "What is done when a fall is foretold: stay out of the market, or bet on the fall."
        ),
    )
    cost = cost_place.number_input(
        tr("Cost a side, in basis points"), 0.0, 100.0, USUAL_COST_BP, key="cost_bp"
    )
    make = lambda: trading_section(money(result, style, cost))  # noqa: E731
    return once(run_id, f"trading {style} {cost}", make)


def pace_look(result: Result, run_id: str) -> Section:
    """Ask whether to measure memory, which takes a moment, and tell what each model costs."""
    with_memory = st.toggle(
        tr("Measure memory"),
        key="with_memory",
        help=tr("Loads each file into a process of its own; takes a second or two."),
    )
    return once(run_id, f"pace {with_memory}", lambda: pacing_section(pace(result, with_memory)))
