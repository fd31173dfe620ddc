"""What a run found, before its student is handed over: which run, its verdict, what to do next."""

from __future__ import annotations

import streamlit as st

from core.lab.closer.headline import next_step_of
from core.lab.result import Result
from core.language.sentences import told
from pages.ui.cards import verdict_box
from pages.ui.words import title_of


def before_deploying(result: Result) -> None:
    """Show the run, its verdict and what it speaks for doing next."""
    st.text(told(title_of(result.spec)))
    verdict_box(result.verdict)
    st.text(told(next_step_of(result).sentence))
