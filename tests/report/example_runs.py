"""Finished runs to write reports of, made by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt

from core.evaluate.looks.defined import Defined
from core.evaluate.looks.importance import ColumnImportance, Importance, ModelImportance
from core.evaluate.luck.walked import BlockDifference, WalkForward
from core.evaluate.scores import Interval
from core.lab.result import Result
from tests.lab.example_evidence import make_evidence
from tests.lab.example_result import make_result

TITLE = "An example run"
DAY = dt.date(2025, 7, 18)
HOSTILE = "<script>alert(1)</script>\"'><img src=//evil.example/x onerror=alert(2)>&amp;"


def run_of(task="credit") -> Result:
    """A run with everything that a run of this version keeps."""
    return dataclasses.replace(
        make_result(task=task),
        evidence=make_evidence(task),
        importance=make_importance(),
        headroom=Interval(0.05, 0.03, 0.07),
        notes=("Two rows were left out.",),
        walk=make_walk() if task == "direction" else None,
    )


def older_run() -> Result:
    """A run of an earlier version, which kept scores only."""
    return dataclasses.replace(make_result(), speed_up=None, accuracy_against_teacher=None)


def hostile_run(task="credit") -> Result:
    """A run whose every name is made to break out of the page."""
    result = run_of(task)
    data = dataclasses.replace(
        result.data, name=HOSTILE, attribution=HOSTILE, licence=HOSTILE, classes=("=1+1", HOSTILE)
    )
    evidence = dataclasses.replace(
        result.evidence,
        protected=tuple(
            dataclasses.replace(one, name=HOSTILE) for one in result.evidence.protected
        ),
    )
    return dataclasses.replace(
        result,
        data=data,
        evidence=evidence,
        importance=make_importance(HOSTILE),
        notes=(HOSTILE,),
        teacher=dataclasses.replace(result.teacher, name=HOSTILE),
        other_baselines=(dataclasses.replace(result.other_baselines[0], name=HOSTILE),),
    )


def make_importance(name: str = "a") -> Importance:
    """Three columns, of which the student leans on one."""
    columns = tuple(
        ColumnImportance(column, Defined(drop), 0.01, 3)
        for column, drop in ((name, 0.1), ("b", 0.05), ("c", 0.0))
    )
    models = tuple(
        ModelImportance(role, Defined(0.7), columns) for role in ("distilled", "teacher")
    )
    return Importance("auc", models, 100, 200, is_cut_short=False)


def make_walk() -> WalkForward:
    """Two test blocks."""
    blocks = tuple(
        BlockDifference(
            dt.date(year, 1, 2), dt.date(year, 12, 30), 250, 0.6, 0.55, Interval(0.05, 0.01, 0.09)
        )
        for year in (2022, 2023)
    )
    return WalkForward("auc", blocks, Interval(0.05, 0.02, 0.08), "It held in both blocks.")
