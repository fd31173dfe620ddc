"""Of the model card: where the model cuts, whether it can be believed, and numbers as text."""

from __future__ import annotations

import math
from collections.abc import Callable

from core.deploy.card_facts import CardColumn, CardFacts
from core.deploy.markdown import plain, table
from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency

NOT_KEPT = "Not known: an earlier version made this run, and kept no answers row by row."


def threshold(facts: CardFacts) -> str:
    """Tell from which probability on a row is called positive, and when to abstain."""
    return "\n\n".join([_cut(facts), _abstaining(facts)])


def calibration(facts: CardFacts) -> str:
    """Tell whether a probability means what it says."""
    found = facts.care.reliability
    score = facts.deployed.scores.ece
    start = f"Calibration error on test rows: {interval_text(score)}."
    if found is None or not found.bins:
        return f"{start} {NOT_KEPT if found is None else plain(found.gap.worded())}"
    judged = plain(found.judged) if found.judged else "the class that is given"
    rows = tuple(
        (f"{one.told:.3f}", f"{one.seen:.3f}", _ends(one.low, one.high), f"{one.rows:,}")
        for one in found.bins
    )
    header = ("Told", "Seen", "95 % interval", "Rows")
    return f"{start} Probability of {judged}, told and seen:\n\n{table(header, rows)}"


def _cut(facts: CardFacts) -> str:
    if len(facts.class_names) != 2:
        return "With more than two classes a row gets the likeliest one; there is no threshold."
    effect, positive = facts.care.threshold, plain(facts.class_names[1])
    if effect is None:
        return f"A row is called {positive} from a probability above 0.5 on. {NOT_KEPT}"
    chosen = effect.threshold
    if not chosen.is_chosen:
        return (
            f"A row is called {positive} from a probability above 0.5 on, since none could be "
            f"chosen: {plain(chosen.reason)}."
        )
    rows = tuple(
        (f"{at.value:.3f}", *(plain(one.worded()) for one in (at.accuracy, at.f1)),
         *(plain(one.worded(0)) for one in (at.missed, at.false_alarms)))
        for at in (effect.chosen, effect.half)
    )  # fmt: skip
    header = ("Threshold", "Accuracy", f"F1 of {positive}", "Missed", "False alarms")
    return (
        f"A row is called {positive} from a probability above {chosen.value:.4f} on, chosen for "
        f"the best F1 on {chosen.rows:,} validation rows and never on test rows. The scores under "
        "Evaluation do not use it: there a row gets the likeliest class. On the test rows:\n\n"
        f"{table(header, rows)}\n\nWhere a missed case costs other than a false alarm, choose "
        "your own: the probabilities are in every answer."
    )


def _abstaining(facts: CardFacts) -> str:
    start = (
        "By default every row gets a class. With `--abstain-below P` a row whose largest "
        "probability is below P gets none. No P was chosen, since what a wrong answer costs "
        "against none is not known here."
    )
    found = facts.care.selective
    if found is None or not found.points:
        return start
    shown = [min(found.points, key=lambda p: abs(p.coverage - share)) for share in (0.5, 0.8, 1)]
    rows = tuple(
        (f"{point.confidence:.3f}", f"{point.coverage:.0%}", interval_text(point.accuracy))
        for point in dict.fromkeys(shown)
    )
    header = ("P", "Rows answered", "Accuracy of the likeliest class")
    return f"{start} On the test rows:\n\n{table(header, rows)}"


def interval_text(value: Interval) -> str:
    """Write a number with its 95 % interval."""
    if not math.isfinite(value.mean):
        return "not defined"
    return f"{value.mean:z.3f} ({value.low:z.3f} to {value.high:z.3f})"


def _ends(low: float, high: float) -> str:
    return f"{low:.3f} to {high:.3f}" if math.isfinite(low) else "none: rows depend on each other"


def _score(pick: Callable[[Scores], Interval]) -> Callable[[CardColumn], str]:
    return lambda column: interval_text(pick(column.scores))


SCORES: tuple[tuple[str, Callable[[CardColumn], str]], ...] = (
    ("Accuracy", _score(lambda scores: scores.accuracy)),
    ("F1, macro", _score(lambda scores: scores.f1)),
    ("AUC", _score(lambda scores: scores.auc)),
    ("Log loss", _score(lambda scores: scores.log_loss)),
    ("Brier score", _score(lambda scores: scores.brier)),
    ("Calibration error", _score(lambda scores: scores.ece)),
)


def _milliseconds(latency: Latency, batch: bool) -> str:
    chosen = latency.batch if batch else latency.one_row
    return f"{chosen.median:.3g} ({chosen.p95:.3g})"


TIMES = ("One row, ms", "Batch, ms")
COSTS: tuple[tuple[str, Callable[[CardColumn], str]], ...] = (
    ("Parameters", lambda column: f"{column.cost.parameters:,}"),
    ("Size, bytes", lambda column: f"{column.cost.size_bytes:,}"),
    ("Operations a row", lambda column: f"{column.cost.flops:,}"),
    (TIMES[0], lambda column: _milliseconds(column.latency, batch=False)),
    (TIMES[1], lambda column: _milliseconds(column.latency, batch=True)),
)
