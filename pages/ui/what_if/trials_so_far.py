"""The trials of a search that goes on, or that ended before it was judged."""

from __future__ import annotations

import streamlit as st

from core.charts.what_if.search import HISTORY_HEIGHT_PX, history
from core.lab.search.outcome import TrialTold
from core.language import sentences
from core.language.speak import spoken, tr
from core.runs.jobs import JobSnapshot
from pages.ui.live_chart import Drawn, live_chart
from pages.ui.pool import desk

KEPT = 16


def show_trials(job: JobSnapshot) -> None:
    """Show how the trials so far did on validation rows."""
    trials = tuple(event for event in job.events if isinstance(event, TrialTold))
    if not trials:
        st.caption(tr("The history begins with the first trial."))
        return
    n_trials = desk().studies.spec_of(job.id).trials
    drawn = _drawn(job.id, len(trials), spoken(), n_trials, trials)
    live_chart(drawn, key="live_history")
    st.caption(sentences.told(drawn.alt))


@st.cache_resource(max_entries=KEPT, show_spinner=False)
def _drawn(
    study_id: str,  # noqa: ARG001
    n_told: int,  # noqa: ARG001
    language: str,  # noqa: ARG001
    n_trials: int,
    _trials: tuple[TrialTold, ...],
) -> Drawn:
    """Draw a history once for all who watch in a language."""
    picture = history(_trials, n_trials)
    return Drawn(picture.figure.to_json(), picture.alt, HISTORY_HEIGHT_PX)
