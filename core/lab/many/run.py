"""Many runs, from their spec to what they found together, as a stream of events."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import torch

from core.data.files import Upload
from core.distill.reports import EpochReport, StopSignal
from core.lab.cluster.choice import runner
from core.lab.cluster.inline import inline
from core.lab.cluster.tasks import Failed, Runner, Task, Told
from core.lab.events import StageStarted, Warned
from core.lab.many.estimate import many_seconds
from core.lab.many.item import do_item
from core.lab.many.items import Item, items_of
from core.lab.many.outcome import ManyFound, RowTold
from core.lab.many.summary import count_clear, mean_difference, summary_sentence
from core.lab.opening import THREADS
from core.lab.teachers import Shelf, shared_shelf
from core.lab.watched import Clock, Watched, never
from core.models.catalog import check_models
from core.spec.many import ManySpec

PARTS = 1000
"""Of all the work, which are counted as epochs are, so that the time left can be told."""

Event = StageStarted | Warned | RowTold | ManyFound


def run_many(
    spec: ManySpec,
    csv: Upload | None = None,
    should_stop: StopSignal = never,
    shelf: Shelf | None = None,
    told: Iterable[object] = (),
    do: Runner | None = None,
) -> Iterator[Event]:
    """Do one run with many rows: yield what happens; the last event is the `ManyFound`.

    An item that fails is told as such, and the others go on. Where together they take long, or
    the environment names a cluster, they are done by several processes.

    Parameters
    ----------
    spec : ManySpec
    csv : Upload, optional
        The uploaded files, where those are gone through.
    should_stop : StopSignal
        True begins no further item, and gives up those at work.
    shelf : Shelf, optional
        Where trained teachers are kept and found again; by default that of the process.
    told : iterable of object
        What an earlier attempt at the same has said; its lines are not worked out again.
    do : Runner, optional
        Who does the runs; by default `core.lab.cluster.choice.runner` says so.

    Yields
    ------
    Event

    Raises
    ------
    LabError
        When no item can work.
    """
    torch.set_num_threads(THREADS)
    check_models(spec.run)
    watched = Watched(should_stop)
    clock = Clock(watched)
    items = items_of(spec, csv)
    yield StageStarted("data", 0.0, f"Going through {len(items)} {spec.over}")
    lines = _Lines(items)
    yield from lines.take_up(told)
    left = tuple(item for item in items if item.number not in lines.rows)
    shelf = shelf or shared_shelf()
    do = do or runner(many_seconds(left, shelf), len(left))
    tasks = (Task(f"{item.number}", do_item, (item,)) for item in left)
    # A shelf stays in its process.
    for one in do(tasks, watched, shared=shelf if do is inline else None):
        yield from lines.take(one)
    rows = tuple(lines.rows[number] for number in sorted(lines.rows))
    yield ManyFound(
        spec,
        rows,
        *count_clear(rows),
        mean=mean_difference(rows),
        sentence=summary_sentence(spec, rows),
        seconds=clock.lap(),
        stopped_early=watched.has_stopped,
    )


@dataclass
class _Lines:
    """The lines so far, and how far the items at work are."""

    items: tuple[Item, ...]
    rows: dict[int, RowTold] = field(default_factory=dict)
    shares: dict[int, float] = field(default_factory=dict)
    share_told: float = 0.0
    started: float = field(default_factory=time.perf_counter)

    def take_up(self, told: Iterable[object]) -> Iterator[RowTold]:
        """Take the lines of an earlier attempt; what failed then is tried again."""
        for row in told:
            if isinstance(row, RowTold) and row.state == "done":
                self._done(row)
                yield row

    def take(self, told: Told) -> Iterator[StageStarted | Warned | RowTold]:
        """Pass on what an item says, with its label: whoever watches reads it."""
        item, event = self.items[int(told.key)], told.event
        if told.is_last:
            row = _failed(item, event) if isinstance(event, Failed) else event
            if isinstance(row, RowTold):
                self._done(row)
                yield row
        elif isinstance(event, Warned):
            yield Warned(f"{item.label}: {event.sentence}")
        elif isinstance(event, StageStarted):
            self.shares[item.number] = event.share_done
            yield self._stage(f"{item.label}: {event.sentence}", event)
        elif isinstance(event, EpochReport):
            yield self._stage(f"{item.label}: training, {event.phase}", event)

    def _done(self, row: RowTold) -> None:
        self.rows[row.number] = row
        self.shares[row.number] = 1.0

    def _stage(self, sentence: str, event: StageStarted | EpochReport) -> StageStarted:
        share = sum(self.shares.values()) / len(self.items)
        # An item whose worker was lost begins again.
        self.share_told = max(self.share_told, share)
        is_epoch = isinstance(event, EpochReport) or event.is_epoch
        return StageStarted(
            "students",
            self.share_told,
            sentence,
            is_epoch=is_epoch,
            epoch=round(PARTS * self.share_told),
            epochs=PARTS,
            seconds=time.perf_counter() - self.started,
        )


def _failed(item: Item, failed: Failed) -> RowTold:
    return RowTold(item.number, item.name, "failed", str(failed.error), None, 0.0)
