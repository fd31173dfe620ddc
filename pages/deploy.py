"""Deploy: the distilled student as one file to hand over."""

import importlib

import streamlit as st

from core.lab.result import Result
from pages.ui.announced import announced
from pages.ui.finished import finished_result
from pages.ui.heading import heading

PROMISE = "The distilled student as one zip: the model as ONNX, its card and a proof of equality."


def offer_bundle(result: Result) -> None:
    """Offer the student's bundle, which is written and checked when it is asked for."""
    with st.container(border=True):
        st.markdown("**The student's bundle**")
        st.caption(
            "The model as ONNX with its preprocessing inside, the code that makes its input, a "
            "model card, and rows with known answers to prove that it answers as it was trained."
        )
        st.download_button(
            "Download the bundle",
            data=lambda: importlib.import_module("core.lab.bundle").bundle_of(result),
            file_name="student.zip",
            mime="application/zip",
            type="primary",
            on_click="ignore",
        )


heading("Deploy")
finished = finished_result(PROMISE)
if finished is not None:
    offer_bundle(finished)
    announced(
        "Trying the bundle on a CSV of your own, its card, and the line that serves it.",
        "Until then, the card inside the bundle says how the student was made and judged.",
        with_demo=False,
    )
