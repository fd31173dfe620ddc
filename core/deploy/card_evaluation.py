"""Of the model card: how good and how costly the model is, beside the others of its run."""

from __future__ import annotations

import math
from collections.abc import Callable

from core.deploy.card_facts import CardColumn, CardFacts
from core.deploy.card_scores import COSTS, SCORES, TIMES, interval_text
from core.deploy.card_smaller import against_full, which_numbers
from core.deploy.markdown import plain, table
from core.evaluate.luck.intervals import N_RESAMPLES

LISTENED_TO = 8


def evaluation(facts: CardFacts) -> str:
    """Compare the model with its teacher, the student alone and a baseline, on test rows."""
    header = ("Measure", *(column.role.capitalize() for column in facts.columns))
    names = ("Model", *(plain(column.name) for column in facts.columns))
    measures = (*SCORES, *COSTS)
    rows = tuple(
        (name, *(_cell(facts, column, name, show) for column in facts.columns))
        for name, show in measures
    )
    notes = [
        plain(facts.verdict.sentence),
        "" if facts.smaller is None else which_numbers(facts.smaller),
        table(header, (names, *rows)),
        _how_measured(facts),
        _figures(facts),
        "" if facts.smaller is None else against_full(facts, facts.smaller),
        *_against_teacher(facts),
        *(plain(sentence) for sentence in facts.care.sentences),
        *_listens_to(facts),
    ]
    return "\n\n".join(note for note in notes if note)


def _cell(
    facts: CardFacts, column: CardColumn, name: str, show: Callable[[CardColumn], str]
) -> str:
    """Write one number; times of a smaller file were not taken in turns with those beside it."""
    if facts.smaller is not None and column is facts.deployed and name in TIMES:
        return "below"
    return show(column)


def _how_measured(facts: CardFacts) -> str:
    means = "Alone and Distilled are means" if facts.smaller is None else "Alone is a mean"
    drawn = "blocks of sessions" if facts.reads_prices else "rows"
    busy = any(column.latency.busy for column in facts.columns)
    return (
        f"Test rows only; in brackets the 95 % interval, from {N_RESAMPLES:,} drawings of test "
        f"{drawn}, alike for all columns, and from the seeds. {means} over seeds, but for "
        "times. Latency: ONNX Runtime, one thread, median with the 95th percentile in brackets."
        f"{' The machine had other work while latency was measured.' if busy else ''}"
    )


def _figures(facts: CardFacts) -> str:
    """Tell what a credit desk asks of a score; the shift of the score stands under Stability."""
    found = facts.care.figures
    if found is None:
        return ""
    return (
        f"Of the file in this bundle, on test rows: KS {plain(found.ks.worded())}, "
        f"Gini {plain(found.gini.worded())}."
    )


def _against_teacher(facts: CardFacts) -> list[str]:
    who = "student" if facts.smaller is None else "smaller file"
    told = [f"The {who} gives the teacher's class on {facts.agreement:.1%} of the test rows."]
    if facts.against_teacher is not None and math.isfinite(facts.against_teacher.mean):
        difference = interval_text(facts.against_teacher)
        told.append(f"AUC of the {who} minus that of the teacher: {difference}.")
    return told


def _listens_to(facts: CardFacts) -> list[str]:
    found = facts.care.importance
    told = [one for one in found.columns if one.drop.is_defined] if found else []
    if not told:
        return []
    told.sort(key=lambda one: -one.drop.value)
    rows = tuple((plain(one.column), f"{one.drop.value:z.4f}") for one in told[:LISTENED_TO])
    return [
        "What the model listens to most, by the score lost on test rows when one column is "
        "shuffled (columns that go together share it, and it says nothing about causes):",
        table(("Column", "Score lost"), rows),
    ]
