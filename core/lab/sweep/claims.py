"""What may be claimed of many cells at once."""

from __future__ import annotations

from core.evaluate.luck.tries import Tries, widened
from core.evaluate.scores import Interval
from core.evaluate.verdict import FEWEST_SEEDS
from core.lab.sweep.outcome import Cell, Sweep


def taught_cells(sweep: Sweep) -> int:
    """Count the cells in which a teacher spoke: with alpha 0 there is nothing to claim."""
    return sum(cell.alpha > 0 for cell in sweep.cells)


def widened_difference(sweep: Sweep, cell: Cell) -> Interval:
    """Return the difference of a cell on the test rows, widened for the number of cells."""
    return widened_for_cells(sweep, cell.difference)


def widened_for_cells(sweep: Sweep, found: Interval) -> Interval:
    """Widen the interval of a cell for the number of cells.

    Bonferroni's correction, see `core.evaluate.luck.tries.widened`.
    """
    n_taught = max(1, taught_cells(sweep))
    return widened(found, Tries(n_taught, n_taught))


def is_claimed(sweep: Sweep, cell: Cell) -> bool:
    """Whether a cell differs clearly from the student alone although it is one of many.

    Its widened interval on test rows leaves zero out, it has several seeds, and at least one
    model of the sweep is clearly above chance.
    """
    return is_clear(sweep, cell, widened_difference(sweep, cell))


def is_clear(sweep: Sweep, cell: Cell, found: Interval) -> bool:
    """Whether a widened interval of a cell, on whichever rows, may be called a difference."""
    if cell.alpha == 0 or cell.seeds < FEWEST_SEEDS or sweep.verdict.nothing_to_learn:
        return False
    return found.low > 0 or found.high < 0
