"""Two runs or more side by side: the settings that differ above the scores."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

import streamlit as st

from core.charts.numbers import count_text, score_text, size_text, time_text
from core.lab.desk.listing import Differing, differing_settings
from core.lab.desk.row import RunRow
from core.language.sentences import told
from core.language.speak import tr
from pages.ui.figures import Cell, figures_html, scrolling_html
from pages.ui.words import OUTCOME_TITLES

SCORES: tuple[tuple[str, str, Callable[[float], str]], ...] = (
    ("AUC alone", "alone.auc", score_text),
    ("AUC distilled", "distilled.auc", score_text),
    ("AUC teacher", "teacher.auc", score_text),
    ("Accuracy distilled", "distilled.accuracy", score_text),
    ("F1 distilled, macro", "distilled.f1", score_text),
    ("Log loss distilled", "distilled.log_loss", score_text),
    ("Student parameters", "distilled.parameters", lambda value: count_text(int(value))),
    ("Student file size", "distilled.size_bytes", lambda value: size_text(int(value))),
    ("Student, one row", "distilled.latency_ms", time_text),
)
MISSING = "–"


def compare_runs(rows: Sequence[RunRow]) -> None:
    """Show what differs between runs, and what came of it."""
    with st.container(border=True):
        st.markdown(told(f"**{len(rows)} runs side by side**"))
        header = ("", *_names(rows))
        differing = differing_settings(rows)
        if differing:
            st.caption(tr("Settings that differ"))
            _table([_line(one) for one in differing], header)
        else:
            st.caption(tr("Their settings are the same."))
        st.caption(tr("Scores on test rows, mean over repeats"))
        _table(_scores(rows), header)
        st.caption(
            tr(
                "A difference between two runs is no verdict: each verdict compares distilled with "
                "alone inside one run, and the more runs are tried, the more look good by chance."
            )
        )


def _scores(rows: Sequence[RunRow]) -> Iterator[tuple[Cell, ...]]:
    yield ("Verdict", *(OUTCOME_TITLES.get(row.outcome, "") or MISSING for row in rows))
    for title, name, text in SCORES:
        values = [row.score(name) for row in rows]
        yield (title, *(MISSING if value is None else text(value) for value in values))
    differences = [row.score("difference") for row in rows]
    shown = [MISSING if value is None else f"{value:+.4f}" for value in differences]
    yield ("AUC, distilled minus alone", *zip(shown, map(_range, rows), strict=True))


def _range(row: RunRow) -> str:
    low, high = row.score("difference_low"), row.score("difference_high")
    return f"{low:+.4f} to {high:+.4f}" if low is not None and high is not None else ""


def _names(rows: Sequence[RunRow]) -> Iterator[str]:
    """Name the runs; those of one name by their moment too."""
    count = Counter(row.name for row in rows)
    for row in rows:
        moment = f"{dt.datetime.fromtimestamp(row.created):%Y-%m-%d %H:%M:%S}"
        yield row.name if count[row.name] == 1 else f"{row.name}, {moment}"


def _line(one: Differing) -> tuple[str, ...]:
    words = one.label if one.label == one.group else f"{one.group}: {one.label.lower()}"
    return (words, *(value or MISSING for value in one.values))


def _table(rows: Iterable[Sequence[Cell]], header: Sequence[str]) -> None:
    """Show a table that scrolls by itself where many runs make it wide."""
    st.html(scrolling_html(figures_html(rows, header)))
