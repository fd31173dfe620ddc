"""Thresholds, as a section."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from core.charts.closer.words import number
from core.charts.numbers import count_text
from core.charts.section import Cell, Figures, Picture, Section
from core.charts.template import ROLES
from core.charts.thresholds import draw_thresholds
from core.distill.reports import Role
from core.evaluate.looks.threshold import AtThreshold, ThresholdEffect

QUESTION = "From which probability on should a row be called positive?"
ONLY_TWO = "A threshold needs two classes; with more, each row goes to its most probable class."


def thresholds_section(effects: Mapping[Role, ThresholdEffect]) -> Section:
    """Tell the threshold of each model, and what it does beside one half.

    Parameters
    ----------
    effects : mapping of role to ThresholdEffect
        Empty where there are not two classes.

    Returns
    -------
    Section
    """
    if not effects:
        return Section("Threshold", QUESTION, (ONLY_TWO,))
    return Section(
        title="Threshold",
        question=QUESTION,
        sentences=tuple(_sentences(effects)),
        tables=(_table(effects),),
        pictures=(Picture("Threshold on validation rows", draw_thresholds(effects_of(effects))),),
    )


def effects_of(effects: Mapping[Role, ThresholdEffect]) -> Mapping[Role, ThresholdEffect]:
    """Return the models for which a threshold could be chosen."""
    return {role: effect for role, effect in effects.items() if effect.threshold.is_chosen}


def _sentences(effects: Mapping[Role, ThresholdEffect]) -> Iterator[str]:
    chosen = next(iter(effects.values())).threshold
    by = "best F1" if chosen.rule == "f1" else f"least cost, a missed row at {chosen.missed_cost:g}"
    yield (
        f"Chosen on {count_text(chosen.rows)} validation rows by {by} for the class "
        f"{chosen.positive}; the numbers are those of the test rows."
    )
    for role, effect in effects.items():
        if not effect.threshold.is_chosen:
            yield f"{ROLES[role].title}: no threshold, {effect.threshold.reason}."


def _table(effects: Mapping[Role, ThresholdEffect]) -> Figures:
    header = ("Model", "Above", "Accuracy", "F1", "Missed", "False alarms", "Cost a row")
    return Figures("On the test rows", header, tuple(_rows(effects)))


def _rows(effects: Mapping[Role, ThresholdEffect]) -> Iterator[tuple[Cell, ...]]:
    for role, effect in effects.items():
        title = ROLES[role].title
        yield _row((title, "chosen"), effect.chosen)
        yield _row((title, "one half"), effect.half)


def _row(name: Cell, at: AtThreshold) -> tuple[Cell, ...]:
    return (
        name,
        f"{at.value:.3f}",
        number(at.accuracy),
        number(at.f1),
        number(at.missed, 0),
        number(at.false_alarms, 0),
        number(at.cost),
    )
