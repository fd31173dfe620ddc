"""Every closer look that applies to a run; one that cannot be taken says why."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from functools import cache

from core.charts.closer import (
    classes,
    cutting,
    groups,
    listening,
    pacing,
    parting,
    trading,
    trusting,
    walking,
)
from core.charts.section import Section
from core.errors import LabError
from core.evaluate.looks.threshold import MISSED_COST
from core.evaluate.trading.ledger import USUAL_COST_BP
from core.lab.closer.apart import apart
from core.lab.closer.cutting import thresholds
from core.lab.closer.fair import fair
from core.lab.closer.money import money
from core.lab.closer.pace import pace
from core.lab.closer.quality import quality
from core.lab.closer.trust import trust
from core.lab.result import Result
from core.spec import MARKET_TASKS

NOT_LISTENED = (
    "An earlier version of Distill Lab made this run, and did not ask what its models listen to."
)


def closer_looks(result: Result) -> tuple[Section, ...]:
    """Take every closer look that applies to a finished run.

    Parameters
    ----------
    result : Result

    Returns
    -------
    tuple of Section
        In the order of the screen. What the screen lets a reader choose is told for each choice:
        a threshold by best F1 and by least cost, positions long or out and long or short.
    """
    trusted = cache(lambda: trust(result))
    return (
        _look("Classes", classes.QUESTION, lambda: classes.classes_section(quality(result))),
        *(_thresholds(result) if len(result.data.classes) == 2 else ()),
        _look("Calibration", trusting.CALIBRATION, lambda: trusting.calibration_section(trusted())),
        _look("Act when sure", trusting.SURE, lambda: trusting.sure_section(trusted())),
        _look(
            "Student and teacher", parting.QUESTION, lambda: parting.parting_section(apart(result))
        ),
        _listening(result),
        pacing.pacing_section(pace(result)),
        *(() if result.walk is None else (walking.walking_section(result.walk),)),
        *(_market(result) if result.spec.task.name in MARKET_TASKS else _people(result)),
    )


def _thresholds(result: Result) -> Iterator[Section]:
    yield _look(
        "Threshold by best F1",
        cutting.QUESTION,
        lambda: cutting.thresholds_section(thresholds(result, "f1")),
    )
    yield _look(
        "Threshold by least cost",
        cutting.QUESTION,
        lambda: cutting.thresholds_section(thresholds(result, "cost", MISSED_COST)),
    )


def _listening(result: Result) -> Section:
    found = result.importance
    if found is None:
        return Section("What they listen to", listening.QUESTION, (NOT_LISTENED,))
    return listening.listening_section(found)


def _market(result: Result) -> Iterator[Section]:
    yield _look(
        "Trading, long or out",
        trading.QUESTION,
        lambda: trading.trading_section(money(result, "long_flat", USUAL_COST_BP)),
    )
    yield _look(
        "Trading, long or short",
        trading.QUESTION,
        lambda: trading.trading_section(money(result, "long_short", USUAL_COST_BP)),
    )


def _people(result: Result) -> Iterator[Section]:
    yield _look("Fairness", groups.QUESTION, lambda: groups.groups_section(fair(result)))


def _look(title: str, question: str, make: Callable[[], Section]) -> Section:
    """Take a look under a title of its own, or say in one sentence why it cannot be taken."""
    try:
        return dataclasses.replace(make(), title=title)
    except LabError as problem:
        return Section(title, question, (str(problem),))
