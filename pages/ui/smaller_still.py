"""The student made smaller still, when asked: what came of each way, and which files are kept."""

from __future__ import annotations

import html

import streamlit as st

from core.charts.smaller_table import smaller_table, smallest_sentence
from core.deploy.proving import Proof, prove
from core.lab.bundle import bundle_of
from core.lab.result import Result
from core.lab.smaller_run import smaller_of
from core.lab.variant import LARGEST_LOSS, LEAST_AGREEMENT, PERCENT, MadeSmaller, Smaller
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.error_box import errors_shown
from pages.ui.figures import figures_html, scrolling_html
from pages.ui.handing_over import show_proof
from pages.ui.pool import desk

KEPT = 16
SHRUNK = "shrunk"
PROVED = "smaller_proved"
WHAT_IT_DOES = (
    "Rounds the weights of the distilled student to 8 bits, or drops weights or whole units, and "
    "asks every file the test rows of the run. A file is kept when it is smaller, puts at least "
    f"{PERCENT * LEAST_AGREEMENT:g} % of rows in the same class, answers a row alone as among "
    f"others, and may cost less than {PERCENT * LARGEST_LOSS:g} points of AUC by the whole 95 % "
    "interval of the difference. What is kept can be downloaded as a bundle of its own, with the "
    "scores, the threshold and the card of the smaller file; the bundle above stays the full one."
)
HANDS_OVER = "A full bundle, with the numbers of this file and its own proof."
OLDER_RUN = (
    "An earlier version made this run, and kept no answers row by row: start it again from its "
    "settings to get bundles of its smaller files."
)
MANY_TRIED = (
    "All files were judged on the same test rows, and the best of several tends to look better "
    "than it is."
)
BUSY = "The machine was busy, so times are rough."


@st.fragment
def smaller_still(result: Result, run_id: str) -> None:
    """Offer to shrink the distilled student, and show what came of it.

    Parameters
    ----------
    result : Result
    run_id : str
        Tells this run from others, so that its student is shrunk once.
    """
    st.markdown(tr("**Smaller still**"))
    st.caption(told(WHAT_IT_DOES))
    is_asked = st.button(tr("Try smaller files"), key="smaller")
    if is_asked or st.session_state.get(SHRUNK) == run_id:
        with errors_shown():
            with st.spinner(tr("Shrinking the student and judging each file")):
                found = _smaller(run_id, result)
            # Kept only now, so that what failed is not tried again at every click elsewhere.
            st.session_state[SHRUNK] = run_id
            _show(found)
            _offer(found.kept, run_id, result)


def _show(smaller: Smaller) -> None:
    st.html(f"<p class='told'>{html.escape(told(smallest_sentence(smaller)))}</p>")
    table = smaller_table(smaller)
    st.html(scrolling_html(figures_html(table.rows, table.header), "worded"))
    busy = f" {BUSY}" if smaller.full.latency.busy else ""
    st.caption(told(f"{MANY_TRIED}{busy}"))


def _offer(kept: tuple[MadeSmaller, ...], run_id: str, result: Result) -> None:
    """Offer each file that is kept as a bundle, and prove it on request."""
    if not kept:
        return
    if result.evidence is None:
        st.caption(tr(OLDER_RUN))
        return
    named = {made.name: made for made in kept}
    name = st.selectbox(
        tr("Smaller file to hand over"), list(named), key="smaller_file", format_func=told
    )
    made = named[name]
    st.caption(tr(HANDS_OVER))
    with st.container(horizontal=True):
        st.download_button(
            tr("Download the smaller bundle"),
            data=lambda: smaller_bundle(run_id, made.name, result, made),
            file_name=made.file_name,
            mime="application/zip",
            on_click="ignore",
        )
        is_asked = st.button(tr("Prove the smaller bundle"), key="prove_smaller")
    asked = f"{run_id} {made.name}"
    if is_asked:
        st.session_state[PROVED] = asked
    if st.session_state.get(PROVED) == asked:
        with st.spinner(tr("Asking the bundle in a fresh process")):
            show_proof(_proof(run_id, made.name, result, made))


@st.cache_resource(max_entries=KEPT, show_spinner="Writing the bundle")
def smaller_bundle(
    run_id: str,  # noqa: ARG001
    name: str,  # noqa: ARG001
    _result: Result,
    _made: MadeSmaller,
) -> bytes:
    """Write the bundle of a smaller file once."""
    return bundle_of(_result, made=_made)


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _proof(run_id: str, name: str, _result: Result, _made: MadeSmaller) -> Proof:
    return prove(smaller_bundle(run_id, name, _result, _made))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _smaller(run_id: str, _result: Result) -> Smaller:  # noqa: ARG001
    return smaller_of(_result, desk().upload_of(_result.spec))
