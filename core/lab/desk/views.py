"""Runs that have ended, read from the registry once for all who look."""

from __future__ import annotations

import threading
from collections import OrderedDict

from core.runs.records import RunRecord
from core.runs.snapshot import JobSnapshot

MOST_KEPT = 16

Mark = tuple[str, int, float | None]


class Views:
    """The views that were asked for last, each of a run as it was. Threads may share it.

    Another server may continue a run; its view then no longer fits the record.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most, self._lock = most, threading.Lock()
        self._kept: OrderedDict[str, tuple[Mark, JobSnapshot]] = OrderedDict()

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
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)


def _mark(record: RunRecord) -> Mark:
    return record.state, record.last_event, record.finished
