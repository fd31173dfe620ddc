"""How sending finished runs to the tracking server goes, in one line."""

from __future__ import annotations

import streamlit as st

from core.lab.outbox.postman import OutboxState
from core.language.sentences import told
from pages.ui import pool


def show_sending() -> None:
    """Show how sending goes, or why nothing is sent, as plain text, where a server is set."""
    back = pool.background()
    if back.not_sent is not None:
        st.text(told(f"MLflow: {back.not_sent}"))
    postman = back.desk.postman
    if postman is not None:
        st.text(told(sending_words(postman.state())))


def sending_words(state: OutboxState) -> str:
    """Say where runs are sent, how many were and how many wait, and what is wrong."""
    numbers = f"{state.sent:,} sent since the app started, {state.waiting:,} waiting."
    return " ".join(f"MLflow server {state.address}: {numbers} {state.problem}".split())
