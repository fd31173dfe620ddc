"""The choices of a search: within which bounds, among which students, how many trials."""

from __future__ import annotations

import importlib
from typing import get_args

import streamlit as st

from core.lab.search.told import cost_sentence
from core.lab.sweep.students import (
    USUAL_KINDS,
    USUAL_WIDTHS,
    WIDTHS,
    kinds_for,
    students_of_sizes,
)
from core.language.speak import tr
from core.models.catalog import ARCHITECTURES
from core.spec.run import parse_as
from core.spec.search import Aim, SearchSpec
from pages.ui import prepared
from pages.ui.state import session
from pages.ui.what_if.plan import offer

HIGHEST_TEMPERATURE = 20.0
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.005, 0.01, 0.02, 0.05, 0.1, 0.3)
FIELDS = SearchSpec.model_fields


def choose() -> None:
    """Show within which bounds is searched, and offer to start."""
    kinds = kinds_for(session().spec)
    left, right = st.columns(2)
    with left:
        trials = FIELDS["trials"]
        st.slider(
            tr("Trials"), 5, 100, trials.default, key="search_trials", help=tr(trials.description)
        )
        _span("alpha", tr("Alpha"), 0.0, 1.0, 0.05)
        _span("temperature", tr("Temperature"), 1.0, HIGHEST_TEMPERATURE, 0.5)
        st.select_slider(
            tr("Learning rate"),
            RATES,
            FIELDS["learning_rate"].default,
            format_func=lambda rate: f"{rate:g}",
            key="search_learning_rate",
            help=tr(FIELDS["learning_rate"].description),
        )
    with right:
        st.segmented_control(
            tr("What is looked for"),
            get_args(Aim),
            default=FIELDS["aim"].default,
            required=True,
            format_func=lambda aim: tr(aim.capitalize()),
            key="search_aim",
            help=tr(FIELDS["aim"].description),
        )
        st.pills(
            tr("Kinds of student"),
            kinds,
            selection_mode="multi",
            default=[kind for kind in USUAL_KINDS if kind in kinds],
            format_func=lambda kind: tr(ARCHITECTURES[kind].title),
            key="search_kinds",
        )
        st.pills(
            tr("Width"), WIDTHS, selection_mode="multi", default=USUAL_WIDTHS, key="search_widths"
        )
    offer(tr("Search"), _spec, _cost)


def _span(name: str, label: str, lowest: float, highest: float, step: float) -> None:
    field = FIELDS[name]
    st.slider(
        label,
        lowest,
        highest,
        field.default,
        step,
        key=f"search_{name}",
        help=tr(field.description),
    )


def _spec() -> SearchSpec:
    run, state = session().spec, st.session_state
    names = ("trials", "aim", "alpha", "temperature", "learning_rate")
    values = {name: state[f"search_{name}"] for name in names}
    students = students_of_sizes(run, state["search_kinds"], state["search_widths"], (1,))
    values["students"] = tuple(one.model_dump() for one in students)
    return parse_as(SearchSpec, {"run": run.model_dump(), **values})


def _cost(spec: SearchSpec) -> str:
    """Say what a search costs; what works it out brings torch and is imported only now."""
    importlib.import_module("core.lab.search.run").check_search(spec)
    sweeps = importlib.import_module("core.lab.sweep.estimate")
    searches = importlib.import_module("core.lab.search.estimate")
    sizes = sweeps.sizes_of(prepared.dataset())
    return cost_sentence(searches.estimate(spec, sizes, sweeps.cores()))
