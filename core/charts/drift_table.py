"""Drift of recent rows as a table."""

from __future__ import annotations

import math

from core.charts.numbers import MISSING
from core.charts.section import Cell, Figures
from core.deploy.drift import Drift, DriftReport


def drift_table(report: DriftReport) -> Figures:
    """Tell how far the score and each column moved, the furthest first."""
    score = () if report.score is None else (report.score,)
    return Figures(
        "Recent rows against training rows",
        ("Column", "PSI", "By chance up to", "What it means"),
        tuple(_row(one) for one in (*score, *report.columns)),
    )


def _row(one: Drift) -> tuple[Cell, ...]:
    chance = MISSING if math.isnan(one.by_chance) else f"{one.by_chance:.3f}"
    return one.name, f"{one.index:.3f}", chance, one.words
