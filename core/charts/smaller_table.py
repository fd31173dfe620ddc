"""Smaller files of a student beside the full one: a table, and which of them is the smallest."""

from __future__ import annotations

import math

from core.charts.numbers import MISSING, range_text, score_text, size_text, time_text
from core.charts.section import Cell, Figures
from core.lab.variant import PERCENT, Measured, Smaller, Variant

FULL_NAME = "The full student"
FULL_WORDS = "What the others are held against."
HEADER = ("File", "Kept, or why not", "Size", "AUC", "Same class", "One row")


def smaller_table(smaller: Smaller) -> Figures:
    """Set every way of shrinking below the full student: whether it is kept, and what it costs.

    Parameters
    ----------
    smaller : Smaller

    Returns
    -------
    Figures
        Sizes are of the file, AUC has its 95 % interval, times are medians with the 95th
        percentile. A way that does not apply to the student has no numbers.
    """
    full = (FULL_NAME, FULL_WORDS, *_numbers(smaller.full))
    return Figures("Smaller files", HEADER, (full, *map(_row, smaller.variants)))


def smallest_sentence(smaller: Smaller) -> str:
    """Say which file that is kept is the smallest, or that the full student stays.

    Parameters
    ----------
    smaller : Smaller
    """
    full, best = size_text(smaller.full.size_bytes), smaller.smallest_kept
    if best is None:
        return f"None of the smaller files is kept: the full student, {full}, stays the smallest."
    return (
        f"The smallest file that is kept: {best.name}, {size_text(best.measured.size_bytes)} "
        f"instead of {full}."
    )


def _row(variant: Variant) -> tuple[Cell, ...]:
    none = (MISSING,) * (len(HEADER) - 2)
    numbers = none if variant.measured is None else _numbers(variant.measured)
    return (variant.name, variant.reason, *numbers)


def _numbers(measured: Measured) -> tuple[Cell, ...]:
    auc, one_row = measured.scores.auc, measured.latency.one_row
    return (
        size_text(measured.size_bytes),
        (score_text(auc.mean), range_text(auc) or MISSING),
        _share_text(measured.agreement),
        (time_text(one_row.median), f"p95 {time_text(one_row.p95)}"),
    )


def _share_text(share: float) -> str:
    """Write a share, rounded down so that it never reaches a limit that it lies below."""
    return f"{math.floor(share * PERCENT * 10) / 10:.1f} %"
