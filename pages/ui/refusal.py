"""What keeps a run from starting, with one button that corrects it, and what looks unwise."""

from __future__ import annotations

import importlib
from dataclasses import dataclass

import streamlit as st

from core.data.samples import SAMPLES
from core.distill.methods import TREE_TEACHERS, availability
from core.errors import LabError
from core.language.sentences import told
from core.language.speak import tr
from core.models.catalog import reads_windows
from core.models.warnings import warnings_of
from core.spec import RunSpec
from pages.ui import prepared
from pages.ui.choices import choose
from pages.ui.error_box import error_box
from pages.ui.state import session, use

DATA_PAGE = "pages/data.py"


@dataclass(frozen=True)
class Correction:
    """One choice that would let the run start: the words on its button, its name, its value."""

    label: str
    name: str
    value: object


@dataclass(frozen=True)
class Refusal:
    """Why a run cannot start; without a correction, the rows are to be looked at."""

    error: LabError
    correction: Correction | None


def find_refusal() -> Refusal | None:
    """Say what keeps the session's choices from working, before anything is trained."""
    spec, n_classes = session().spec, None
    try:
        n_classes = prepared.dataset().n_classes
        prepared.refuse_if_blocked()
        _devices().device_of(spec.train.device)
    except LabError as error:
        return Refusal(error, correction_of(spec, n_classes))
    return None


def correction_of(spec: RunSpec, n_classes: int | None) -> Correction | None:
    """Return the choice that mends these choices, looking in the order they are refused in.

    Parameters
    ----------
    spec : RunSpec
    n_classes : int or None
        Classes of the rows; None where the question cannot be asked of them.
    """
    if n_classes is None:
        return _other_question(spec)
    if availability(spec.distill.method, spec, n_classes):
        return Correction("Use soft targets", "method", "hinton")
    if spec.distill.out_of_fold and spec.teacher.name not in TREE_TEACHERS:
        return Correction("Switch out-of-fold answers off", "out_of_fold", False)
    if spec.distill.augment == "resample" and any(map(reads_windows, (spec.teacher, spec.student))):
        return Correction("Add noise instead", "augment", "jitter")
    if spec.train.device not in ("auto", *_devices().devices_present()):
        return Correction("Train on the processor", "device", "cpu")
    return None


def show_refusal(refusal: Refusal) -> None:
    """Show the error, and below it the way out."""
    error_box(refusal.error)
    found = refusal.correction
    if found is None:
        st.page_link(DATA_PAGE, label=tr("Choose and check the rows on Data"))
    else:
        st.button(told(found.label), key="correct", on_click=_correct, args=(found,))


def show_warnings() -> None:
    """Say what looks unwise about choices that can work."""
    rows = prepared.dataset()
    for sentence in warnings_of(session().spec, rows.n_features, rows.n_classes):
        with st.container(border=True):
            st.markdown(tr(":orange[**Look before you start**]"))
            st.text(told(sentence))


def _devices():
    """Import what brings torch, only when the rows are there."""
    return importlib.import_module("core.models.device")


def _correct(correction: Correction) -> None:
    use(choose(session().spec, correction.name, correction.value))


def _other_question(spec: RunSpec) -> Correction | None:
    usual = SAMPLES[spec.data.sample].task
    if spec.data.source != "sample" or spec.task.name == usual:
        return None
    return Correction("Ask the question of this sample", "task", usual)
