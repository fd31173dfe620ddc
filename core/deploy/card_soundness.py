"""Of the model card: what must be true for it to work, and how steady its scores are."""

from __future__ import annotations

import math

from core.deploy.card_facts import CardFacts
from core.deploy.markdown import plain
from core.evaluate.looks.credit_figures import shift_sentence

OF_ROWS = (
    "Rows to come are drawn as the training rows were, and the classes stay about as frequent: "
    "else the probabilities are off.",
    "Rows do not depend on one another; where one person has several rows, the intervals are "
    "too narrow and the split lets the same person into training and test.",
    "Every column is known when the decision is taken. Whether a column was written down after "
    "the outcome cannot be seen in the rows; check each one.",
    "The outcome in the rows is right, and all of it had the time to show.",
    "A cell is missing for reasons that have nothing to do with the outcome: it is filled with "
    "the training median, and that it was missing is not told to the model.",
)
OF_PRICES = (
    "What linked indicators and outcome in the training days links them later.",
    "Securities are alike: one model answers for all, and is not told which one it is.",
    "Prices to come are adjusted and recorded as those of training, by the same sessions.",
    "Neighbouring days depend on one another, and intervals draw blocks of sessions for it; "
    "blocks further apart do not.",
    "The answer is known after the close, and what is done with it comes later.",
)
OF_DISTILLING = (
    "The teacher knows something that the labels alone do not tell a model of this size; the "
    "comparison with the student alone tests that.",
)


def assumptions(facts: CardFacts) -> str:
    """Tell what must hold, whether or not this run could test it."""
    told = (*(OF_PRICES if facts.reads_prices else OF_ROWS), *OF_DISTILLING)
    return "\n".join(f"- {one}" for one in told)


def stability(facts: CardFacts) -> str:
    """Tell how much scores hang on the seed and on the period, as far as that was tried."""
    figures = facts.care.figures
    shift = "" if figures is None or facts.reads_prices else shift_sentence(figures)
    lines = (_seeds(facts), _time(facts), plain(shift), _odd_values())
    return "\n\n".join(line for line in lines if line)


def _seeds(facts: CardFacts) -> str:
    found = [value for value in facts.care.seed_aucs if math.isfinite(value)]
    if facts.smaller is not None:
        return "Of the smaller file there is one; how the full student varies is in its own card."
    if facts.role == "teacher" or len(found) < 2:
        return "One trained model was judged, so how much hangs on the seed was not measured."
    own = facts.care.seed_aucs[facts.care.shown_seed]
    return (
        f"AUC on test rows over {len(found)} seeds: from {min(found):.3f} to {max(found):.3f}; "
        f"of the one in this bundle {own:.3f}. Seeds change first weights and the order "
        "of rows."
    )


def _time(facts: CardFacts) -> str:
    if facts.care.walk_sentence:
        return f"Walking forward over test blocks: {plain(facts.care.walk_sentence)}"
    if any(part.start for part in facts.parts):
        return (
            "One test period was judged, so whether scores hold from one period to the next was "
            "not measured; more test blocks tell."
        )
    return "Rows have no dates, so whether scores hold from one period to the next is not known."


def _odd_values() -> str:
    return (
        "Before the app loads a bundle, it asks rows of missing cells, zeros, and numbers of 30 "
        "digits; the file must answer each with probabilities that are numbers."
    )
