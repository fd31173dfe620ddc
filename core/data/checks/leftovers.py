"""Check of columns that are named like an outcome and yet are used as features."""

from __future__ import annotations

from core.data.checks.applies import to_tables
from core.data.checks.check import Check, NotApplicable, Sight, Spotted
from core.data.names import TARGET_NAMES, words_of
from core.data.quote import quote_all
from core.data.table import Table

OUTCOME_WORDS = frozenset(
    {
        "outcome", "target", "label", "defaulted", "recovery", "recoveries",
        "prediction", "predicted", "predictions", "yhat",
    }
)  # fmt: skip
OUTCOME_PHRASES = ("chargeoff", "chargedoff", "writeoff", "writtenoff")
_LEAST_LETTERS = 4


def _leftovers(table: Table) -> Sight:
    target = table.columns.target
    if target is None:
        return NotApplicable("No target is chosen.")
    names = [name for name in table.columns.features if _is_leftover(name, target)]
    what = f"Columns besides {quote_all([target])} that are named like an outcome"
    return Spotted(what, quote_all(names)) if names else None


def _is_leftover(name: str, target: str) -> bool:
    words, joined = words_of(name), "".join(words_of(name))
    asked = words_of(target)
    repeats_target = len("".join(asked)) >= _LEAST_LETTERS and set(asked) <= set(words)
    return (
        repeats_target
        or joined in TARGET_NAMES
        or not OUTCOME_WORDS.isdisjoint(words)
        or any(phrase in joined for phrase in OUTCOME_PHRASES)
    )


LEFTOVERS = Check(
    code="D110",
    title="Columns named like an outcome",
    severity="advises",
    why="What is written down after the outcome, such as a recovery or an older model's answer, "
    "is not known when a decision has to be made. A model that reads it scores well here and "
    "fails in use.",
    remedy="Set the column aside, unless its value is known on the day of decision.",
    look=to_tables(_leftovers),
)
