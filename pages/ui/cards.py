"""One column of the comparison as a card."""

from __future__ import annotations

import html
from collections.abc import Iterator

import streamlit as st

from core.charts.comparison import METRIC_TITLES, interval_of
from core.charts.numbers import count_text, range_text, score_text, size_text, time_text
from core.charts.template import ROLES
from core.evaluate.verdict import Verdict
from core.lab.result import ModelResult, Result
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.figures import Cell, figures_html

HEADLINE = "auc"
OUTCOME_COLOURS = {
    "better": ROLES["distilled"].colour,
    "worse": ROLES["alone"].colour,
    "no_clear_difference": ROLES["baseline"].colour,
}


def verdict_box(verdict: Verdict) -> None:
    """Show the verdict as the headline of the page."""
    colour, sentence = OUTCOME_COLOURS[verdict.outcome], html.escape(told(verdict.sentence))
    with st.container(border=True, key="verdict"):
        st.html(f"<div class='verdict' style='border-color: {colour}'>{sentence}</div>")


def stopped_note(result: Result) -> None:
    """Say so where the user ended the training, for a verdict on half-trained students is weak."""
    if result.stopped_early:
        done = result.curves[-1]
        st.markdown(
            told(
                f"**Stopped by hand** after epoch {done.epoch} of {done.epochs}: with all epochs "
                "the verdict may be another one."
            )
        )


def score_card(model: ModelResult) -> None:
    """Show one column: its headline score, all scores with intervals, and its costs."""
    style = ROLES[model.role]
    headline = interval_of(model, HEADLINE)
    with st.container(border=True, height="stretch", key=f"card_{model.role}"):
        st.html(
            f"<div class='role'><i class='{style.dash}' style='color: {style.colour}'></i>"
            f"{tr(style.title)}</div><p>{html.escape(told(model.name))}</p>"
            f"<div class='headline'>{score_text(headline.mean)}"
            f"<small>AUC {told(range_text(headline))}</small></div>"
            f"{figures_html([*_scores(model), *_costs(model)])}"
        )


def _scores(model: ModelResult) -> Iterator[tuple[Cell, ...]]:
    for metric, title in METRIC_TITLES.items():
        if metric == HEADLINE:
            continue
        score = interval_of(model, metric)
        yield title, (score_text(score.mean), range_text(score) or "–")


def _costs(model: ModelResult) -> Iterator[tuple[Cell, ...]]:
    cost, latency = model.cost, model.latency
    yield "Parameters", count_text(cost.parameters)
    yield "File size", size_text(cost.size_bytes)
    yield "FLOPs a row", count_text(cost.flops)
    for label, times in (
        ("One row", latency.one_row),
        (f"{latency.batch_rows} rows", latency.batch),
    ):
        yield label, (time_text(times.median), f"p95 {time_text(times.p95)}")
