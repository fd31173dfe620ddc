"""The runs of a server: started, watched, held, found again and put away, by whoever may.

spec ──▶ queue ──▶ journal ──▶ registry ──▶ the same view after a restart
"""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from core.data.files import Upload
from core.errors import LabError, RunError
from core.lab.desk.archive import Archive
from core.lab.desk.cupboard import FolderCupboard
from core.lab.desk.journal import RunJournal
from core.lab.desk.row import RunRow, params_of, row_of
from core.lab.desk.stored import CONTINUED
from core.lab.desk.studies import Studies
from core.lab.desk.upkeep import Upkeep
from core.lab.desk.uploads import Uploads
from core.lab.desk.views import Views
from core.lab.desk.work import Run, experiment, is_epoch, is_result, shelf_over
from core.lab.log import RunLog
from core.lab.outbox.postman import SECONDS_BETWEEN_ROUNDS, Postman
from core.lab.study import STUDY_PARAM
from core.runs.jobs import JobPool, JobSnapshot, StopSignal
from core.runs.records import NewRun, RunState
from core.runs.store import RunStore
from core.spec import RunSpec

if TYPE_CHECKING:
    from core.lab.teachers import Shelf

Control = Literal["pause", "resume", "step", "stop", "cancel"]

SHUTDOWN_SECONDS = 1.5


class Desk:
    """Joins the queue of this process with the registry that outlives it.

    Parameters
    ----------
    store : RunStore
    folder : Path
        Holds uploaded rows and trained teachers; servers that share a store share it.
    max_running : int
        Runs that train at once.
    run : callable, optional
        What a run does; by default `core.lab.experiment.run`.
    postman : Postman, optional
        Takes the runs that are done to a tracking server; without one they stay here.

    Its ``jobs`` are the queue; its ``archive`` knows names, notes, owners and deletion, and
    its ``studies`` are what asks many runs at once.
    """

    def __init__(
        self,
        store: RunStore,
        folder: Path,
        max_running: int = 1,
        run: Run | None = None,
        postman: Postman | None = None,
    ) -> None:
        self.store, self.postman = store, postman
        self._run = run or experiment
        self._journal = RunJournal(store, postman.finished if postman else None)
        self._uploads = Uploads(folder)
        self._cupboard = FolderCupboard(folder)
        self._views = Views()
        self._continuing = threading.Lock()
        self.jobs = JobPool(max_running, journal=self._journal)
        self.archive = Archive(store, self.jobs.drop)
        parts = (store, self.jobs, self._journal, self._uploads, self.archive)
        self.studies = Studies(*parts, lambda: self._shelf, self._continuing)
        self._upkeep = Upkeep(store, self.jobs, self._uploads, self._continuing)

    def open(self) -> None:
        """Take stock of what an earlier process left, and give signs of life from now on."""
        self._upkeep.begin()
        if self.postman is not None:
            self.jobs.every(SECONDS_BETWEEN_ROUNDS, self.postman.deliver)

    def close(self) -> None:
        """End what runs, marked as interrupted."""
        if self.postman is not None:
            self.postman.close()
        self.jobs.shutdown(SHUTDOWN_SECONDS)
        self.store.close()

    def start(self, title: str, spec: RunSpec, csv: Upload | None, owner: str) -> str:
        """Put a run at the end of the queue and return its id.

        Parameters
        ----------
        title : str
            What it is called until somebody renames it.
        spec : RunSpec
        csv : Upload or None
            The uploaded rows where the spec names them as its source; kept with the run.
        owner : str
            Secret of whoever may hold, stop and delete it.

        Raises
        ------
        StoreError
            Where the run cannot be written down.
        QueueError
            When too many wait already.
        """
        run_id = uuid.uuid4().hex
        if csv is not None:
            self._uploads.keep(csv)
        self.store.create(NewRun(run_id, title, owner, spec.model_dump_json(), params_of(spec)))
        self._submit(run_id, title, spec, owner, "failed")
        return run_id

    def look(self, run_id: str) -> JobSnapshot | None:
        """Return a run as it is now, live or from the registry; None for one that is not there."""
        live = self.jobs.snapshot(run_id)
        if live is not None and not live.has_ended:
            return live
        record = self.store.get(run_id)
        if record is None:
            return live
        if record.deleted is not None:
            return None
        if live is not None and not self.store.has_lost(record):
            return live
        return self._views.of(self.store, record)

    def rows(self) -> tuple[RunRow, ...]:
        """Return the newest runs, newest first."""
        positions = {job.id: job.position for job in self.jobs.snapshots()}
        listed = self.store.list(lacking=STUDY_PARAM)
        return tuple(row_of(one, positions.get(one.id, 0)) for one in listed)

    def count(self) -> int:
        """Return how many runs there are, of which `rows` gives the newest."""
        return self.store.count(lacking=STUDY_PARAM)

    def control(self, run_id: str, what: Control, owner: str) -> None:
        """Pause, resume, step, stop or cancel a run.

        Raises
        ------
        OwnerError
            When somebody else started it.
        RunError
            When another server runs it.
        """
        self.archive.refuse_strangers(run_id, owner)
        if self.jobs.snapshot(run_id) is None and not self.archive.record(run_id).has_ended:
            raise RunError(
                "A run is held and ended by the server that runs it",
                "another server runs this one",
                "Open it there.",
            )
        act: Callable[[str], None] = getattr(self.jobs, what)
        act(run_id)

    def resume_interrupted(self, run_id: str, owner: str) -> None:
        """Put an interrupted run into the queue again, under its id.

        A teacher that was finished is taken up; the students start anew, with the same numbers.

        Raises
        ------
        OwnerError
            When somebody else started it.
        RunError
            When it is not interrupted, or its rows are no longer there.
        """
        self.archive.refuse_strangers(run_id, owner)
        with self._continuing:
            record, spec = self.archive.record(run_id), self.spec_of(run_id)
            self.upload_of(spec)
            if not self.store.take_up(run_id, CONTINUED):
                found = self.archive.record(run_id)
                raise RunError(
                    "Only an interrupted run can be continued",
                    f"this one is {found.state if found.deleted is None else 'deleted'}",
                    "Look at it again, or start it again from its settings.",
                )
            self._submit(run_id, record.title, spec, owner, "interrupted")

    def spec_of(self, run_id: str) -> RunSpec:
        """Return the choices of a run.

        Raises
        ------
        RunError
            When there is no such run, or another version wrote it.
        """
        row = row_of(self.archive.record(run_id))
        if row.spec is None:
            raise RunError(
                "The settings of a run must be readable",
                "another version of the app wrote them",
                "Set them by hand.",
            )
        return row.spec

    def upload_of(self, spec: RunSpec) -> Upload | None:
        """Return the uploaded rows that choices name; None where they name others.

        Raises
        ------
        RunError
            When the rows are no longer there.
        """
        return self._uploads.of(spec)

    def _submit(
        self,
        run_id: str,
        title: str,
        spec: RunSpec,
        owner: str,
        if_refused: RunState,
    ) -> None:
        self._journal.keep(run_id)
        work, log = partial(self._work, spec), RunLog()
        try:
            self.jobs.submit(
                title, work, owner, job_id=run_id, log=log, is_step=is_epoch, is_result=is_result
            )
        except LabError as problem:
            self.store.set_state(run_id, if_refused, str(problem))
            raise

    def _work(self, spec: RunSpec, should_stop: StopSignal) -> Iterator[object]:
        """Do a run; its uploaded rows are read now, for those that wait would fill the memory."""
        return self._run(spec, self.upload_of(spec), should_stop, self._shelf)

    @cached_property
    def _shelf(self) -> Shelf:
        return shelf_over(self._cupboard)
