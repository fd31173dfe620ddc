"""Which trial is taken, by what the validation rows said of it."""

from __future__ import annotations

from collections.abc import Iterable

from core.lab.search.outcome import TrialTold
from core.spec.search import SearchSpec

POINTS_PER_AUC = 100


def complete(trials: Iterable[TrialTold], is_alone: bool = False) -> dict[int, tuple[float, int]]:
    """Return AUC and parameters of the trials that came to their end, by number."""
    found = {}
    for trial in trials:
        auc = trial.alone_auc if is_alone else trial.auc
        if trial.state == "complete" and auc is not None:
            found[trial.number] = (auc, trial.parameters)
    return found


def choose(spec: SearchSpec, trials: Iterable[TrialTold], is_alone: bool = False) -> int | None:
    """Return the number of the trial to take; None where none came to its end.

    The best AUC, the first among equals; where cost counts too, the fewest parameters among
    those that lose no more to the best than the spec allows.
    """
    found = complete(trials, is_alone)
    if not found:
        return None
    highest = max(auc for auc, _ in found.values())
    allowed = spec.points_for_cost / POINTS_PER_AUC if spec.aim == "quality and cost" else 0.0
    near = [number for number, (auc, _) in found.items() if auc >= highest - allowed]
    if spec.aim == "quality":
        return near[0]
    return min(near, key=lambda number: (found[number][1], -found[number][0]))


def front(trials: Iterable[TrialTold]) -> tuple[int, ...]:
    """Return the trials of which no other is as good with fewer parameters, the smallest first."""
    found = complete(trials)
    chosen: list[int] = []
    best = float("-inf")
    for number in sorted(found, key=lambda n: (found[n][1], -found[n][0])):
        if found[number][0] > best:
            chosen.append(number)
            best = found[number][0]
    return tuple(chosen)
