"""What a server does for the registry by itself: signs of life, and putting away what is over."""

from __future__ import annotations

import time
from contextlib import AbstractContextManager

from core.lab.desk.uploads import KEY_PARAM, Uploads
from core.runs.jobs import JobPool
from core.runs.store import RunStore

SECONDS_BETWEEN_BEATS = 2.0
SECONDS_BETWEEN_SWEEPS = 5.0
SECONDS_BETWEEN_CLEARINGS = 3600.0
DAYS_TO_UNDO = 7


class Upkeep:
    """Repeats in the background what keeps queue, registry and folder in step.

    Parameters
    ----------
    store : RunStore
    jobs : JobPool
    uploads : Uploads
    continuing : context manager
        Held while a run is taken up, and while jobs are let go here.
    """

    def __init__(
        self,
        store: RunStore,
        jobs: JobPool,
        uploads: Uploads,
        continuing: AbstractContextManager[object],
    ) -> None:
        self._store, self._jobs, self._uploads = store, jobs, uploads
        self._continuing = continuing

    def begin(self) -> None:
        """Do everything once, then again and again until the pool is shut down."""
        self._store.beat()
        self._store.interrupt_dead()
        self.clear()
        self._jobs.every(SECONDS_BETWEEN_BEATS, self._store.beat)
        self._jobs.every(SECONDS_BETWEEN_SWEEPS, self.sweep)
        self._jobs.every(SECONDS_BETWEEN_CLEARINGS, self.clear)

    def sweep(self) -> None:
        """Notice dead servers and what others did to runs of this one, and write late ends down."""
        self._store.interrupt_dead()
        with self._continuing:
            for run_id in self._store.lost(job.id for job in self._jobs.snapshots()):
                self._jobs.drop(run_id)
        self._jobs.tell_again()

    def clear(self) -> None:
        """Remove for good what was deleted long ago, and the uploads that no run names."""
        self._store.purge(time.time() - DAYS_TO_UNDO * 24 * 3600)
        self._uploads.keep_only(self._store.param_values(KEY_PARAM))
