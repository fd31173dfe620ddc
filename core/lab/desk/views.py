"""Runs of the registry, each of their events read once for all who look."""

from __future__ import annotations

import threading
from collections import OrderedDict

from core.lab.desk.stored import Story, read_run
from core.runs.records import RunRecord
from core.runs.snapshot import JobSnapshot
from core.runs.store import RunStore

MOST_KEPT = 16

Mark = tuple[str, int, float | None]


class Views:
    """The views that were asked for last, each of a run as it was. Threads may share it.

    Another server may continue a run; its view then no longer fits the record. Of a run that
    goes on elsewhere the events are kept that were read so far.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[str, tuple[Mark, JobSnapshot]] = OrderedDict()
        self._stories: OrderedDict[str, Story] = OrderedDict()

    def of(self, store: RunStore, record: RunRecord) -> JobSnapshot:
        """Return the view of a run as it is now."""
        view = self.find(record)
        if view is None:
            view = read_run(store, record, self._story(record.id))
            if record.has_ended:
                self.keep(record, view)
        return view

    def find(self, record: RunRecord) -> JobSnapshot | None:
        """Return the view of a run as it is now, or None where there is none."""
        with self._lock:
            mark, view = self._kept.get(record.id, (None, None))
            if mark != _mark(record):
                return None
            self._kept.move_to_end(record.id)
            return view

    def keep(self, record: RunRecord, view: JobSnapshot) -> None:
        """Keep the view of a run that has ended."""
        with self._lock:
            self._kept[record.id] = (_mark(record), view)
            self._kept.move_to_end(record.id)
            self._stories.pop(record.id, None)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)

    def _story(self, run_id: str) -> Story:
        with self._lock:
            story = self._stories.setdefault(run_id, Story())
            self._stories.move_to_end(run_id)
            while len(self._stories) > self._most:
                self._stories.popitem(last=False)
            return story


def _mark(record: RunRecord) -> Mark:
    return record.state, record.last_event, record.finished
