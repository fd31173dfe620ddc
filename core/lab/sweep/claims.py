"""What may be claimed of many cells at once."""

from __future__ import annotations

from core.evaluate.luck.tries import Tries, widened
from core.evaluate.scores import Interval
from core.evaluate.verdict import FEWEST_SEEDS, WITHOUT_TEACHER, Helper
from core.lab.sweep.outcome import Cell, Sweep

Model = tuple[int, float, float | None]
"""Student, alpha and temperature; None where the temperature changes nothing."""


def voice_of(sweep: Sweep) -> Helper:
    """Say whose voice the cells with alpha above 0 hear."""
    return WITHOUT_TEACHER.get(sweep.spec.run.distill.method, "teacher")


def model_of(sweep: Sweep, cell: Cell) -> Model:
    """Say which trained model a cell shows; without a teacher all temperatures are one."""
    heat = cell.temperature if voice_of(sweep) == "teacher" else None
    return cell.student, cell.alpha, heat


def taught_models(sweep: Sweep) -> tuple[Cell, ...]:
    """Return one cell of every taught model that could be judged; the others claim nothing."""
    found: dict[Model, Cell] = {}
    for cell in sweep.cells:
        if cell.alpha > 0 and cell.is_judged:
            found.setdefault(model_of(sweep, cell), cell)
    return tuple(found.values())


def taught_cells(sweep: Sweep) -> int:
    """Count the taught models among the cells, each once: intervals are widened for these."""
    return len(taught_models(sweep))


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
