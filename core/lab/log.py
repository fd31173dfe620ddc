"""What a run has said, kept small however long it trains.

Of the epochs of a phase at most two hundred are kept: every one at first, then every second,
every fourth and so on, and besides the grid those that a viewer reads by themselves: of each
role the first, the newest and the newest that was the best so far. Of the cells of a sweep the
newest of each student are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from core.distill.reports import EpochReport, Phase, Role
from core.lab.events import StageStarted
from core.lab.sweep.outcome import CellsTold

MOST_PER_PHASE = 200
MOST_ON_GRID = 180
"""The rest is room for the three of each of four roles, and the newest of all."""


class RunLog:
    """Takes in the events of one run and keeps those that a viewer needs.

    Stages, warnings and the result are all kept, and of the epochs of a search the newest.
    Learning curves and progress drawn from the log begin and end with the same numbers and
    mark the same best epoch as those drawn from everything that was said.
    """

    def __init__(self) -> None:
        self._count = 0
        self._others: list[tuple[int, object]] = []
        self._phases: dict[Phase, _PhaseLog] = {}
        self._cells: dict[int, tuple[int, CellsTold]] = {}
        self._shown: tuple[object, ...] | None = ()

    def append(self, event: object) -> None:
        """Take in the newest event."""
        if isinstance(event, EpochReport):
            self._phases.setdefault(event.phase, _PhaseLog()).append(self._count, event)
        elif isinstance(event, CellsTold):
            self._cells[event.student] = (self._count, event)
        else:
            if _is_of_search(event) and self._others and _is_of_search(self._others[-1][1]):
                self._others.pop()
            self._others.append((self._count, event))
        self._count += 1
        self._shown = None

    def events(self) -> tuple[object, ...]:
        """Return what is kept, oldest first; the same tuple until something new is said."""
        if self._shown is None:
            kept: dict[int, object] = dict([*self._others, *self._cells.values()])
            for phase in self._phases.values():
                kept.update(phase.kept())
            self._shown = tuple(kept[place] for place in sorted(kept))
        return self._shown


def _is_of_search(event: object) -> bool:
    return isinstance(event, StageStarted) and event.is_epoch


@dataclass
class _PhaseLog:
    """The epochs of one phase, each with its place among all events."""

    stride: int = 1
    said: int = 0
    grid: list[tuple[int, EpochReport]] = field(default_factory=list)
    first: dict[Role, tuple[int, EpochReport]] = field(default_factory=dict)
    newest: dict[Role | None, tuple[int, EpochReport]] = field(default_factory=dict)
    best: dict[Role, tuple[int, EpochReport]] = field(default_factory=dict)

    def append(self, place: int, report: EpochReport) -> None:
        entry = (place, report)
        if self.said % self.stride == 0:
            self.grid.append(entry)
        self.said += 1
        if len(self.grid) > MOST_ON_GRID:
            self.grid, self.stride = self.grid[::2], 2 * self.stride
        self.newest[None] = entry
        for learner in report.learners:
            self.first.setdefault(learner.role, entry)
            self.newest[learner.role] = entry
            if learner.is_best:
                self.best[learner.role] = entry

    def kept(self) -> dict[int, EpochReport]:
        pinned = (self.first, self.newest, self.best)
        return {**dict(self.grid), **{k: v for one in pinned for k, v in one.values()}}
