"""Drift of recent rows as a table."""

from __future__ import annotations

import math

from core.charts.names import as_written
from core.charts.numbers import MISSING
from core.charts.section import Cell, Figures
from core.deploy.drift import Drift, DriftReport


def drift_table(report: DriftReport) -> Figures:
    """Tell how far the score and each column moved, the furthest first."""
    score = () if report.score is None else (_row(report.score, report.score.name),)
    return Figures(
        "Recent rows against training rows",
        ("Column", "PSI", "By chance up to", "What it means"),
        (*score, *(_row(one, as_written(one.name)) for one in report.columns)),
    )


def _row(one: Drift, name: str) -> tuple[Cell, ...]:
    chance = MISSING if math.isnan(one.by_chance) else f"{one.by_chance:.3f}"
    return name, f"{one.index:.3f}", chance, one.words
