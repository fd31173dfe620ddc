"""Compare: the verdict, the four columns, and what was given up and won."""

import importlib

import streamlit as st

from core.charts.comparison import METRIC_TITLES, compare_costs, compare_scores
from core.charts.curves import PANELS, learning_curve
from core.charts.exchange import exchange
from core.charts.small_print import agreement_sentence, reading_help
from core.evaluate.speed.speed_words import speed_sentence
from core.evaluate.trade_off import trade_off_sentence
from core.lab.result import Result
from core.language.sentences import told
from core.language.speak import tr
from core.learn.glossary import meaning_of
from pages.ui import chart, summary
from pages.ui.cards import score_card, stopped_note, verdict_box
from pages.ui.figures import figures
from pages.ui.finished import finished_result
from pages.ui.heading import heading
from pages.ui.learn.picking import pick
from pages.ui.offer_report import offer_report
from pages.ui.python_script import show_run_script
from pages.ui.state import session

SHORT_TITLES = METRIC_TITLES | {"f1": "F1", "brier": "Brier", "ece": "ECE"}
PROMISE = (
    "Four columns side by side: a naive baseline, the student alone, the distilled student and "
    "the teacher, with a verdict on whether the teacher helped."
)


def show_columns(result: Result) -> None:
    """Show a card for each of the four columns."""
    for place, column in zip(st.columns(4, gap="small"), result.columns, strict=True):
        with place:
            score_card(column)
    st.caption(told(reading_help(result)))


def show_scores(result: Result) -> None:
    """Show one score of the four columns with its intervals."""
    titles = {metric: tr(title) for metric, title in SHORT_TITLES.items()}
    told_ones = (f"- **{tr(title)}**: {tr(meaning_of(title))}" for title in SHORT_TITLES.values())
    metric = pick("metric", tr("Score"), titles, "\n".join(told_ones))
    chart.show(compare_scores(result, metric), key="scores")


def show_exchange(result: Result) -> None:
    """Show what taking the student instead of the teacher gives up and wins."""
    st.markdown(tr("**Given up and won against the teacher**"))
    sides = (result.distilled, result.teacher)
    st.caption(told(trade_off_sentence(*sides, result.against_teacher, result.speed_up)))
    figures(
        [(line.label, line.teacher, line.distilled, line.change) for line in exchange(result)],
        header=("", "Teacher", "Distilled", "Change"),
    )
    if result.speed_up is not None:
        st.caption(told(speed_sentence(result.speed_up)))


def show_curves(result: Result) -> None:
    """Show how teacher and students learned."""
    columns = st.columns(2, gap="medium")
    for number, panel in enumerate(PANELS):
        with columns[number % 2]:
            st.caption(told(PANELS[panel].meaning))
            chart.show(learning_curve(result.curves, panel), key=f"curve_{panel}")


def show_beside_verdict(result: Result) -> None:
    """Show what follows from the verdict; what computes it is imported only now."""
    importlib.import_module("pages.ui.beside_verdict").beside_verdict(result)


def show_closer_look(result: Result) -> None:
    """Show one subject of the run in detail; what computes it is imported only now."""
    st.markdown(tr("**A closer look**"))
    look = importlib.import_module("pages.ui.closer_look")
    look.closer_look(result, session().run_id)


heading(tr("Compare"))
finished = finished_result(tr(PROMISE))
if finished is not None:
    verdict_box(finished.verdict)
    stopped_note(finished)
    show_beside_verdict(finished)
    show_columns(finished)
    left, right = st.columns(2, gap="small")
    with left, st.container(border=True, height="stretch"):
        show_scores(finished)
        chart.show(compare_costs(finished), key="costs")
    with right, st.container(border=True, height="stretch"):
        show_exchange(finished)
        st.caption(told(agreement_sentence(finished)))
        st.markdown(tr("**Other baselines**"))
        summary.other_baselines(finished)
    with st.container(border=True):
        show_closer_look(finished)
    with st.expander(tr("Learning curves")):
        show_curves(finished)
    with st.expander(tr("Settings of this run")):
        summary.settings(finished)
    show_run_script(finished)
    offer_report(finished)
