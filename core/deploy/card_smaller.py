"""Of the model card: that the model is a smaller file of the student, and what that changed."""

from __future__ import annotations

import math
from dataclasses import replace

from core.deploy.card_facts import CardFacts, CardSmaller
from core.deploy.card_scores import COSTS, SCORES, TIMES
from core.deploy.markdown import plain, table
from core.evaluate.scores import Interval

SIZES = ("Size, bytes", *TIMES)


def how_made(smaller: CardSmaller) -> str:
    """Tell how the file was made, and that nothing was trained again."""
    return (
        f"The file in this bundle was then made smaller without training again: "
        f"{plain(smaller.label)}. It was judged on the test rows beside "
        f"{smaller.n_tried - 1} others, and the best of several looks better than it is; the "
        "threshold was chosen anew on validation rows, by the answers of this file."
    )


def which_numbers(smaller: CardSmaller) -> str:
    """Tell what the column Distilled holds, and what the verdict is about."""
    return (
        "The verdict judges the full student over all seeds. In the table Distilled is the "
        f"smaller file of this bundle ({plain(smaller.label)}), one seed of it; Alone is still "
        "the full one over all seeds."
    )


def against_full(facts: CardFacts, smaller: CardSmaller) -> str:
    """Hold the file against the full student of the same seed, measured in the same way."""
    this = facts.deployed
    cost = replace(this.cost, size_bytes=smaller.size_bytes)
    full = replace(this, cost=cost, scores=smaller.scores, latency=smaller.latency)
    shown = (*SCORES, *(one for one in COSTS if one[0] in SIZES))
    rows = tuple((name, show(this), show(full)) for name, show in shown)
    return "\n\n".join(
        (
            f"This file minus the full student of the same seed, AUC: "
            f"{_finely(smaller.difference)}. Both give the same class on "
            f"{_percent(smaller.agreement)} of the test rows, and on the rows of `golden.json` a "
            f"probability differs by up to {smaller.largest_change:.1e}. Timed in turns:",
            table(("Measure", "This file", "The full student"), rows),
        )
    )


def _finely(value: Interval) -> str:
    """Write a small difference with the digits that it needs."""
    return f"{value.mean:z.4f} ({value.low:z.4f} to {value.high:z.4f})"


def _percent(share: float) -> str:
    """Write a share so that rounding never makes two files more alike than they are."""
    return f"{math.floor(1000 * share) / 10:.1f}%"
