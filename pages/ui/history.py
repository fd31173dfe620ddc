"""Going back and forward in the browser: the choices follow the address."""

from __future__ import annotations

from urllib.parse import parse_qsl

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from core.data.files import content_hash
from core.spec import DataSpec, RunSpec, parse_spec
from pages.ui.address import ADDRESS
from pages.ui.choices import from_address
from pages.ui.rows_address import NAMES
from pages.ui.state import session, use


def follow_history() -> None:
    """Take the choices of the address that the user went back or forward to.

    An address without any is one that no page has completed yet, and changes nothing.
    """
    context = get_script_run_ctx()
    if context is None or not context.is_history_navigation:
        return
    parameters = dict(parse_qsl(context.query_string))
    if parameters.keys() & {*ADDRESS, *NAMES}:
        spec, _ = from_address(parameters)
        use(_with_uploaded_rows(spec))
        st.session_state["source"] = session().spec.data.source


def _with_uploaded_rows(spec: RunSpec) -> RunSpec:
    """Keep what is known of uploaded rows, which an address does not carry."""
    lab = session()
    if spec.data.source != "csv" or lab.csv is None:
        return spec
    known = lab.spec.data.source == "csv"
    data = lab.spec.data if known else DataSpec(source="csv", content_hash=content_hash(lab.csv))
    return parse_spec(spec.model_dump() | {"data": data})
