"""What a report tells before the closer looks, as sections in the order of the screen."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.comparison import METRIC_TITLES, compare_costs, compare_scores
from core.charts.curve_table import curve_table
from core.charts.curves import PANELS, learning_curve
from core.charts.exchange import exchange
from core.charts.section import Figures, Picture, Section
from core.charts.small_print import (
    agreement_sentence,
    baselines_table,
    columns_table,
    reading_help,
)
from core.evaluate.speed.speed_words import speed_sentence
from core.evaluate.trade_off import trade_off_sentence
from core.lab.closer.headline import close_enough, next_step_of
from core.lab.result import Result
from core.lab.summary import headroom_sentence

MARGIN_POINTS = 1.0
NO_SPEED = "An earlier version of Distill Lab made this run, and did not keep the ratio of times."


def summary_sections(result: Result, tries_sentence: str = "") -> tuple[Section, ...]:
    """Tell a finished run up to its learning curves.

    Parameters
    ----------
    result : Result
    tries_sentence : str
        How often the same was asked of the same rows; empty where that is not known.

    Returns
    -------
    tuple of Section
    """
    return (
        _next_step(result, tries_sentence),
        _close(result),
        _columns(result),
        _pictures(result),
        _exchange(result),
        _baselines(result),
        _curves(result),
    )


def stopped_sentence(result: Result) -> str:
    """Say that the user ended the training early; empty where it went to its end."""
    if not result.stopped_early or not result.curves:
        return ""
    done = result.curves[-1]
    return (
        f"Stopped by hand after epoch {done.epoch} of {done.epochs}: with all epochs the verdict "
        "may be another one."
    )


def _next_step(result: Result, tries_sentence: str) -> Section:
    headroom = "" if result.headroom is None else headroom_sentence(result.headroom)
    told = (next_step_of(result).sentence, headroom, tries_sentence, *result.notes)
    return Section("What to do next", "", tuple(one for one in told if one))


def _close(result: Result) -> Section:
    return Section(
        "Close enough to the teacher",
        f"Is the student within {MARGIN_POINTS:g} point of the teacher? A point is 0.01 of AUC, "
        "or one test row in a hundred of accuracy.",
        tuple(found.sentence for found in close_enough(result, MARGIN_POINTS)),
    )


def _columns(result: Result) -> Section:
    return Section(
        "The four columns",
        "How good and how costly is each model?",
        (reading_help(result),),
        (columns_table(result),),
    )


def _pictures(result: Result) -> Section:
    scores = (
        Picture(title, compare_scores(result, metric)) for metric, title in METRIC_TITLES.items()
    )
    return Section(
        "Scores and costs in pictures",
        "Which models do the intervals tell apart, and what share of the teacher's cost is left?",
        pictures=(*scores, Picture("Cost of the student", compare_costs(result))),
    )


def _exchange(result: Result) -> Section:
    speed = NO_SPEED if result.speed_up is None else speed_sentence(result.speed_up)
    rows = tuple((one.label, one.teacher, one.distilled, one.change) for one in exchange(result))
    return Section(
        "Given up and won",
        "What does taking the student instead of the teacher give up, and what does it win?",
        (
            trade_off_sentence(
                result.distilled, result.teacher, result.against_teacher, result.speed_up
            ),
            speed,
            agreement_sentence(result),
        ),
        (Figures("Against the teacher", ("", "Teacher", "Distilled", "Change"), rows),),
    )


def _baselines(result: Result) -> Section:
    question = "What do the simplest models reach on the same test rows?"
    return Section("Other baselines", question, (), (baselines_table(result),))


def _curves(result: Result) -> Section:
    return Section(
        "Learning curves",
        "How did teacher and students learn, epoch by epoch?",
        tables=tuple(_curve_tables(result)),
        pictures=tuple(
            Picture(panel.meaning, learning_curve(result.curves, name))
            for name, panel in PANELS.items()
        ),
    )


def _curve_tables(result: Result) -> Iterator[Figures]:
    """Tell teacher and students apart, for each has its own epochs and its own numbers."""
    header, _ = curve_table(())
    for phase, title, places in (
        ("teacher", "Teacher, some epochs", (0, 1)),
        ("students", "Students, some epochs, means over repeats", (0, *range(2, len(header)))),
    ):
        _, rows = curve_table(tuple(one for one in result.curves if one.phase == phase))
        kept = (tuple(row[place] for place in places) for row in rows)
        yield Figures(title, tuple(header[place] for place in places), tuple(kept))
