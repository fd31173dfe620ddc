"""How long and how carefully to train, and what else the teacher does."""

from __future__ import annotations

import importlib
from types import MappingProxyType

import streamlit as st

from core.distill.methods import TREE_TEACHERS
from core.language.speak import tr
from core.models.catalog import reads_windows
from core.spec import MARKET_TASKS
from pages.ui import widgets
from pages.ui.pool import wait_until_warm
from pages.ui.state import session

DEVICES = MappingProxyType(
    {
        "cpu": "Processor",
        "auto": "Fastest there is",
        "cuda": "Graphics card (CUDA)",
        "mps": "Graphics card (Apple)",
    }
)
TUNING = MappingProxyType(
    {"auto": "Where it costs less than five seconds", "on": "Always", "off": "Never"}
)
MADE_UP = MappingProxyType(
    {"none": "None", "resample": "Cells redrawn from their column", "jitter": "Noise added"}
)
ABSENT = " · not in this machine"
ONLY_ROWS = " · only for models of rows"


def choose_training() -> None:
    """Offer repeats, steps and the search that both students share."""
    first, second, third = st.columns(3, gap="small")
    with first:
        widgets.slider("epochs", tr("Epochs"), step=1, most=100)
        widgets.slider("seeds", tr("Repeats with other seeds"), step=1)
        widgets.number("seed", tr("First seed"), step=1)
    with second:
        widgets.fine_number("rate", tr("Learning rate"))
        widgets.fine_number("decay", tr("Weight decay"))
        widgets.number("batch", tr("Batch size, rows"), step=8)
    with third:
        widgets.options(
            "tune", tr("Search learning rate and more"), list(TUNING), lambda name: tr(TUNING[name])
        )
        widgets.slider("dropout", tr("Dropout of the student"), step=0.05)
        widgets.options("device", tr("Train on"), list(DEVICES), _devices().__getitem__)


def choose_care() -> None:
    """Offer what makes a teacher's answers better to learn from."""
    spec = session().spec
    first, second, third = st.columns(3, gap="small")
    with first:
        widgets.options("augment", tr("Made-up rows"), list(MADE_UP), _made_up().__getitem__)
        if spec.task.name in MARKET_TASKS:
            widgets.number("embargo", tr("Embargo after each cut, sessions"), step=1)
            widgets.number("blocks", tr("Test blocks to walk forward over"), step=1)
    with second:
        widgets.toggle("calibrate", tr("Calibrate the teacher"))
        st.caption(tr("Fits one temperature on validation labels before the teacher speaks."))
    with third:
        grows_trees = spec.teacher.name in TREE_TEACHERS
        is_closed = not grows_trees and not spec.distill.out_of_fold
        widgets.toggle("out_of_fold", tr("Out-of-fold answers"), is_disabled=is_closed)
        st.caption(
            tr(
                "Each training row is answered by trees that did not learn from its label."
                if grows_trees
                else "Only for boosted trees or a forest as the teacher."
            )
        )


def _devices() -> dict[str, str]:
    """Name every device, and mark those that are not in this machine."""
    wait_until_warm()
    here = {"auto", *importlib.import_module("core.models.device").devices_present()}
    return {
        name: tr(title) + ("" if name in here else tr(ABSENT)) for name, title in DEVICES.items()
    }


def _made_up() -> dict[str, str]:
    """Name every kind of made-up rows, and mark what cannot work with these models."""
    spec, titles = session().spec, {name: tr(title) for name, title in MADE_UP.items()}
    if any(map(reads_windows, (spec.teacher, spec.student))):
        return {**titles, "resample": titles["resample"] + tr(ONLY_ROWS)}
    return titles
