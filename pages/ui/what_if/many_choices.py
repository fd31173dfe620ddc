"""What many runs go through, chosen before they start."""

from __future__ import annotations

import importlib

import streamlit as st

from core.data.samples import SAMPLES
from core.lab.many.told import cost_sentence
from core.language.speak import tr
from core.spec.many import MOST_ITEMS, ManySpec, parse_many
from pages.ui import prepared
from pages.ui.state import session
from pages.ui.what_if.plan import offer

OVER = {"samples": "Samples", "tickers": "Tickers", "files": "Your files"}


def choose() -> None:
    """Show what is gone through, and offer to start."""
    spec = session().spec
    options = [name for name in OVER if name != "files" or spec.data.source == "csv"]
    usual = {"yahoo": "tickers", "csv": "files"}.get(spec.data.source, "samples")
    over = st.segmented_control(
        tr("Repeat the run for each of"),
        options,
        default=usual,
        required=True,
        format_func=lambda name: tr(OVER[name]),
        key="many_over",
        help=tr(ManySpec.model_fields["over"].description),
    )
    _items(over)
    st.caption(tr("The same run for each, with the question and the models set on Distill."))
    offer(tr("Many at once"), _spec, _cost)


def _items(over: str) -> None:
    lab = session()
    if over == "samples":
        fitting = [name for name, one in SAMPLES.items() if one.task == lab.spec.task.name]
        st.pills(
            tr("Samples"),
            list(SAMPLES),
            selection_mode="multi",
            default=fitting,
            format_func=lambda name: SAMPLES[name].title,
            key="many_samples",
        )
    elif over == "tickers":
        st.text_input(
            tr("Tickers"),
            value=", ".join(lab.spec.data.tickers),
            placeholder="AAPL, MSFT, KO",
            key="many_tickers",
            help=tr("At most {most}, each for a run of its own.").format(most=MOST_ITEMS),
        )
    else:
        words = tr("Uploaded files: {n}, each for a run of its own.")
        st.caption(words.format(n=_n_files()))


def _n_files() -> int:
    csv = session().csv
    return len(csv) if isinstance(csv, tuple) else 1


def _spec() -> ManySpec:
    state = st.session_state
    over = state["many_over"]
    values = {"run": session().spec.model_dump(), "over": over}
    if over != "files":
        values[over] = state[f"many_{over}"]
    return parse_many(values)


def _cost(spec: ManySpec) -> str:
    """Say what many runs cost, each about as much as one with the session's rows."""
    sweeps = importlib.import_module("core.lab.sweep.estimate")
    manys = importlib.import_module("core.lab.many.estimate")
    n_items = {"samples": len(spec.samples), "tickers": len(spec.tickers)}.get(spec.over)
    n_items = _n_files() if n_items is None else n_items
    each = manys.run_seconds(spec.run, sweeps.sizes_of(prepared.dataset()))
    return cost_sentence(n_items, n_items * each)
