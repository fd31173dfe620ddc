"""Deploy: the student as one file to hand over, proved, tried out and watched for drift."""

import importlib

import streamlit as st

from core.errors import LabError
from core.lab.result import Result
from core.language.speak import tr
from pages.ui.error_box import error_box
from pages.ui.finished import finished_result
from pages.ui.heading import heading
from pages.ui.state import session

PROMISE = "The distilled student as one zip: the model as ONNX, its card and a proof of equality."


def show_deployment(result: Result, run_id: str) -> None:
    """Show the verdict, the bundle, its proof, smaller files, its card, and a place to try it."""
    importlib.import_module("pages.ui.before_deploying").before_deploying(result)
    over = importlib.import_module("pages.ui.handing_over")
    role = over.choose_role()
    left, right = st.columns([3, 2], gap="small")
    with left, st.container(border=True, height="stretch"):
        over.offer_bundle(result, run_id, role)
    with right, st.container(border=True, height="stretch"):
        over.offer_proof(result, run_id, role)
    with st.container(border=True):
        importlib.import_module("pages.ui.smaller_still").smaller_still(result, run_id)
    over.show_card(result, run_id, role)
    with st.container(border=True):
        st.markdown(tr("**Try it on rows of your own**"))
        if st.toggle(tr("Open the bundle here"), key="try_out"):
            trying = importlib.import_module("pages.ui.trying_out")
            trying.try_out(over.inspected(run_id, role, result))


heading(tr("Deploy"))
finished = finished_result(tr(PROMISE))
if finished is not None:
    try:
        show_deployment(finished, session().run_id)
    except LabError as error:
        error_box(error)
