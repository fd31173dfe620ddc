"""The students of a frontier: kinds and sizes put together."""

from __future__ import annotations

from collections.abc import Iterable

from core.errors import SpecError
from core.models.catalog import ARCHITECTURES, STUDENTS
from core.spec import MARKET_TASKS, ArchitectureName, ModelSpec, RunSpec

WIDTHS = (2, 4, 8, 16, 32, 64, 128)
DEPTHS = (1, 2, 3)
USUAL_WIDTHS = (4, 8, 16, 32)
USUAL_KINDS: tuple[ArchitectureName, ...] = ("linear", "mlp")


def kinds_for(run: RunSpec) -> tuple[ArchitectureName, ...]:
    """Return the kinds of student that can read the rows of a run's question."""
    is_market = run.task.name in MARKET_TASKS
    return tuple(name for name in STUDENTS if is_market or not ARCHITECTURES[name].reads_windows)


def students_of_sizes(
    run: RunSpec,
    kinds: Iterable[ArchitectureName],
    widths: Iterable[int],
    depths: Iterable[int],
) -> tuple[ModelSpec, ...]:
    """Return every kind in every size; a linear student has only one.

    Parameters
    ----------
    run : RunSpec
        Gives the window of kinds that look back over days.
    kinds, widths, depths : iterable
        What is put together.

    Raises
    ------
    SpecError
        When one of them is empty.
    """
    kinds, widths, depths = tuple(kinds), tuple(widths), tuple(depths)
    if not (kinds and widths and depths):
        raise SpecError(
            "At least one kind, one width and one depth of student must be chosen",
            "one of them has none",
            "Choose some.",
        )
    window = run.student.window
    sizes = [(width, depth) for depth in depths for width in widths]
    return tuple(
        ModelSpec(name=kind, width=width, depth=depth, window=window)
        for kind in kinds
        for width, depth in ([(1, 1)] if kind == "linear" else sizes)
    )
