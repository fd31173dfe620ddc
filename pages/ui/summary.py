"""The small print of a finished run: baselines, settings and how to read the cards."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from core.charts.comparison import METRIC_TITLES, interval_of
from core.charts.numbers import count_text, range_text, score_text, time_text
from core.evaluate.scores import MetricName
from core.lab.result import ModelResult, PartSummary, Result
from core.lab.summary import tuning_sentence
from core.lab.told_settings import told_settings
from pages.ui.figures import Cell, figures

BASELINE_METRICS: tuple[MetricName, ...] = ("auc", "accuracy", "log_loss")


def reading_help(result: Result) -> str:
    """Say what the numbers on the cards are."""
    busy = " The machine was busy, so times are rough." if result.distilled.latency.busy else ""
    return (
        f"Scores on {count_text(result.data.test.rows)} test rows with 95 % intervals; F1 is "
        "macro. Log loss, Brier score and calibration error are better when lower. Times are "
        f"medians of one thread, p95 below.{busy} The verdict compares both students seed by "
        "seed on the same rows, so it can tell apart what the intervals of two cards cannot."
    )


def agreement(result: Result) -> str:
    """Say how often student and teacher give the same answer."""
    return f"Distilled student and teacher agree on {result.agreement:.1%} of the test rows."


def other_baselines(result: Result) -> None:
    """Show the baselines that are not one of the four columns."""
    rows = [(model.name, *_scores(model)) for model in result.other_baselines]
    figures(rows, header=("", *(METRIC_TITLES[metric] for metric in BASELINE_METRICS)))


def settings(result: Result) -> None:
    """Show the rows, every choice that played a part, and the time of each part of the run."""
    told = told_settings(result.spec)
    groups = {one.group: [] for one in told}
    for one in told:
        groups[one.group].append((one.label, one.value))
    blocks = {"Rows": [*_data(result)], **groups, "Time": [*_seconds(result)]}
    columns = st.columns(3, gap="medium")
    for place, (title, rows) in enumerate(blocks.items()):
        with columns[place % 3]:
            st.markdown(f"**{title}**")
            figures(rows)
    st.caption(tuning_sentence(result.tuned))


def _scores(model: ModelResult) -> Iterator[Cell]:
    for metric in BASELINE_METRICS:
        score = interval_of(model, metric)
        yield score_text(score.mean), range_text(score)


def _data(result: Result) -> Iterator[tuple[Cell, ...]]:
    data = result.data
    yield "Data", data.name
    yield "Classes", ", ".join(data.classes)
    yield "Features", count_text(data.features)
    for name, part in (
        ("Training rows", data.train),
        ("Validation rows", data.validation),
        ("Test rows", data.test),
    ):
        yield name, _part(part)
    if data.gap_days:
        yield "Gap before each later part", f"{data.gap_days} sessions"


def _part(part: PartSummary) -> Cell:
    if part.start is None:
        return count_text(part.rows)
    return count_text(part.rows), f"{part.start} to {part.end}"


def _seconds(result: Result) -> Iterator[tuple[Cell, ...]]:
    seconds = result.seconds
    for name, value in (
        ("Reading", seconds.data),
        ("Teacher", seconds.teacher),
        ("Students", seconds.students),
        ("Judging", seconds.evaluate),
    ):
        yield name, time_text(1000 * value)
