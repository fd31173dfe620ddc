"""Before a study starts: what keeps it from starting, what it costs, and the button."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Any

import streamlit as st

from core.errors import LabError
from core.lab.study import StudySpec
from core.language import sentences
from core.language.speak import tr
from core.spec.sweep import SweepSpec
from pages.ui import prepared
from pages.ui.error_box import error_box
from pages.ui.refusal import find_refusal, show_refusal
from pages.ui.what_if.study import start_study


def sweep_cost(spec: SweepSpec) -> str:
    """Say what a sweep costs; what works it out brings torch and is imported only now."""
    importlib.import_module("core.lab.sweep.run").check_sweep(spec)
    estimate = importlib.import_module("core.lab.sweep.estimate")
    told = importlib.import_module("core.lab.sweep.told")
    sizes = estimate.sizes_of(prepared.dataset())
    return told.cost_sentence(estimate.estimate(spec, sizes, estimate.cores()))


def offer(
    title: str,
    make: Callable[[], StudySpec],
    cost_of: Callable[[Any], str] = sweep_cost,
) -> None:
    """Say what a study of the choices costs, and offer to start it; or say what is in its way.

    Parameters
    ----------
    title : str
        What it is called in the list of studies.
    make : callable
        Builds the study from the widgets; may raise `LabError`.
    cost_of : callable
        Says in a sentence what it costs; may raise `LabError` too.
    """
    refusal = find_refusal()
    if refusal is not None:
        show_refusal(refusal)
        return
    try:
        spec = make()
        sentence = cost_of(spec)
    except LabError as error:
        error_box(error)
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("Start"), type="primary", key="start_study", on_click=start_study, args=(title, spec)
        )
        st.caption(sentences.told(sentence))
