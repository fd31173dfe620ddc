"""The bundle of a run: written once, proved on request, and its card to read."""

from __future__ import annotations

import streamlit as st

from core.charts.numbers import time_text
from core.deploy.inspect_model import Inspected
from core.deploy.loaded import inspected_of
from core.deploy.proving import Proof, prove
from core.lab.bundle import DeployedRole, bundle_of
from core.lab.result import Result
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.figures import figures

KEPT_BUNDLES = 16
PROVED = "proved"
ROLES: dict[str, DeployedRole] = {"The distilled student": "distilled", "The teacher": "teacher"}
FILE_NAMES = {"distilled": "student.zip", "teacher": "teacher.zip"}
SERVE_LINE = ".venv/bin/python -m core serve {name}"
PREDICT_LINE = ".venv/bin/python -m core predict {name} INPUT.csv --output answers.csv"


def choose_role() -> DeployedRole:
    """Ask which model is to be handed over."""
    picked = st.segmented_control(
        tr("Hand over"),
        list(ROLES),
        format_func=tr,
        default=next(iter(ROLES)),
        required=True,
        key="handed",
        help=tr("The teacher too can leave as a bundle, to compare both where they will run."),
    )
    return ROLES[picked]


def offer_bundle(result: Result, run_id: str, role: DeployedRole) -> None:
    """Offer the bundle, which is written and checked when it is asked for."""
    st.markdown(tr("**The bundle**"))
    st.caption(
        tr(
            "One zip: the model as ONNX with its preprocessing inside, the code that makes its "
            "input, a model card, what its training rows looked like, and rows with known answers."
        )
    )
    st.download_button(
        tr("Download the bundle"),
        data=lambda: bundle(run_id, role, result),
        file_name=FILE_NAMES[role],
        mime="application/zip",
        type="primary",
        on_click="ignore",
    )
    name = FILE_NAMES[role]
    st.caption(tr("Serve it over HTTP, or answer a file, on any machine:"))
    st.code(SERVE_LINE.format(name=name), language="sh", wrap_lines=True)
    st.code(PREDICT_LINE.format(name=name), language="sh", wrap_lines=True)


def offer_proof(result: Result, run_id: str, role: DeployedRole) -> None:
    """Let the bundle answer known rows in a fresh process, and show how far it is off."""
    st.markdown(tr("**Proof of equality**"))
    st.caption(
        tr(
            "Unpacks the bundle, opens it in a new process without PyTorch, and compares its "
            "answers with those of the trained model."
        )
    )
    asked = f"{run_id} {role}"
    if st.button(tr("Prove it"), key="prove"):
        st.session_state[PROVED] = asked
    # Kept, so that the proof stays when something else on the page is used.
    if st.session_state.get(PROVED) == asked:
        with st.spinner(tr("Asking the bundle in a fresh process")):
            show_proof(_proof(run_id, role, result))


def show_card(result: Result, run_id: str, role: DeployedRole) -> None:
    """Show the model card as it lies in the bundle, as plain text."""
    with st.expander(tr("The model card")):
        if st.toggle(tr("Write the card now"), key="card"):
            card = inspected(run_id, role, result).bundle.card
            st.code(card, language=None, wrap_lines=True)


def show_proof(proof: Proof) -> None:
    """Show what a bundle answered in a fresh process."""
    st.text(told(proof.sentence))
    figures(
        [
            ("Largest difference", f"{proof.largest_difference:.1e}"),
            ("Known rows", f"{proof.rows}"),
            ("Ready after", time_text(1000 * proof.open_seconds)),
            ("Python", proof.python),
            ("ONNX Runtime", proof.onnxruntime),
            ("NumPy", proof.numpy),
        ]
    )


@st.cache_resource(max_entries=KEPT_BUNDLES, show_spinner="Writing the bundle")
def bundle(run_id: str, role: DeployedRole, _result: Result) -> bytes:  # noqa: ARG001
    """Write the bundle of a run once."""
    return bundle_of(_result, role)


@st.cache_resource(max_entries=KEPT_BUNDLES, show_spinner="Looking into the bundle")
def inspected(run_id: str, role: DeployedRole, _result: Result) -> Inspected:
    """Open the bundle of a run once, as anybody's would be opened."""
    return inspected_of(bundle(run_id, role, _result))


@st.cache_resource(max_entries=KEPT_BUNDLES, show_spinner=False)
def _proof(run_id: str, role: DeployedRole, _result: Result) -> Proof:
    return prove(bundle(run_id, role, _result))
