"""Studies, which ask many runs at once: started, listed and continued like runs."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from core.data.files import Upload
from core.errors import LabError, RunError
from core.lab.desk.archive import Archive
from core.lab.desk.journal import SENTENCE_TAG, RunJournal
from core.lab.desk.row import params_of
from core.lab.desk.stored import CONTINUED, Story
from core.lab.desk.uploads import Uploads
from core.lab.desk.work import is_epoch
from core.lab.log import RunLog
from core.lab.study import OUTCOMES, STUDY_PARAM, StudySpec, kind_of, run_study, spec_of, spec_text
from core.runs.jobs import JobPool, StopSignal
from core.runs.records import NewRun, RunRecord, RunState
from core.runs.store import RunStore

if TYPE_CHECKING:
    from core.lab.teachers import Shelf

MOST_LISTED = 50

Work = Callable[[StopSignal], Iterator[object]]


@dataclass(frozen=True)
class StudyRow:
    """A study as its list shows it; ``kind`` is a key of `core.lab.study.KINDS`.

    ``sentence`` is what it found in one, empty unless it is done; ``finished`` is None until it
    has ended.
    """

    id: str
    kind: str
    name: str
    state: RunState
    spec: StudySpec | None
    created: float
    finished: float | None
    sentence: str


class Studies:
    """The studies of a desk.

    Parameters
    ----------
    store, jobs, journal, uploads
        Those of the desk.
    archive
        That of the desk, which knows whose a study is.
    shelf : callable
        Gives the desk's shelf of trained teachers, which is made with the first run.
    continuing : context manager
        Held while a study is taken up, as `core.lab.desk.upkeep.Upkeep` holds it.
    """

    def __init__(
        self,
        store: RunStore,
        jobs: JobPool,
        journal: RunJournal,
        uploads: Uploads,
        archive: Archive,
        shelf: Callable[[], Shelf],
        continuing: AbstractContextManager[object],
    ) -> None:
        self._store, self._jobs, self._journal = store, jobs, journal
        self._uploads, self._archive, self._shelf = uploads, archive, shelf
        self._continuing = continuing

    def start(self, title: str, spec: StudySpec, csv: Upload | None, owner: str) -> str:
        """Put a study at the end of the queue and return its id.

        Parameters are those of `core.lab.desk.desk.Desk.start`.

        Raises
        ------
        StoreError
            Where it cannot be written down.
        QueueError
            When too many wait already.
        """
        study_id = uuid.uuid4().hex
        if csv is not None:
            self._uploads.keep(csv)
        params = (*params_of(spec.run), (STUDY_PARAM, kind_of(spec).name))
        self._store.create(NewRun(study_id, title, owner, spec_text(spec), params))
        self._submit(study_id, title, partial(self._work, spec, ()), owner, "failed")
        return study_id

    def resume(self, study_id: str, owner: str) -> None:
        """Put an interrupted study into the queue again, under its id.

        The trials of a search and the lines of many runs are not done again; a sweep starts
        anew, with the same numbers.

        Raises
        ------
        OwnerError
            When somebody else started it.
        RunError
            When it is not interrupted, or its rows are no longer there.
        """
        self._archive.refuse_strangers(study_id, owner)
        record, spec = self._archive.record(study_id), self.spec_of(study_id)
        self._uploads.of(spec.run)
        told, _ = Story().read_on(self._store, record)
        work = partial(self._work, spec, told)
        with self._continuing:
            if not self._store.take_up(study_id, CONTINUED):
                raise RunError(
                    "Only an interrupted study can be continued",
                    f"this one is {self._archive.record(study_id).state}",
                    "Look at it again, or start it again from its settings.",
                )
            self._submit(study_id, record.title, work, owner, "interrupted")

    def rows(self) -> tuple[StudyRow, ...]:
        """Return the newest studies, newest first."""
        return tuple(map(_row, self._store.list(limit=MOST_LISTED, having=STUDY_PARAM)))

    def spec_of(self, study_id: str) -> StudySpec:
        """Return the choices of a study.

        Raises
        ------
        RunError
            When there is no such study, or another version wrote it.
        """
        record = self._store.get(study_id)
        spec = spec_of(record.spec_json) if record else None
        if spec is None:
            raise RunError(
                "The settings of a study must be readable",
                "there is none of this id, or another version of the app wrote them",
                "Set them by hand.",
            )
        return spec

    def _submit(
        self, study_id: str, title: str, work: Work, owner: str, if_refused: RunState
    ) -> None:
        self._journal.keep(study_id)
        try:
            self._jobs.submit(
                title,
                work,
                owner,
                job_id=study_id,
                log=RunLog(),
                is_step=is_epoch,
                is_result=is_outcome,
            )
        except LabError as problem:
            self._store.set_state(study_id, if_refused, str(problem))
            raise

    def _work(
        self, spec: StudySpec, told: Iterable[object], should_stop: StopSignal
    ) -> Iterator[object]:
        return run_study(spec, self._uploads.of(spec.run), should_stop, self._shelf(), told)


def is_outcome(event: object) -> bool:
    """Whether an event is what a study ends with."""
    return isinstance(event, OUTCOMES)


def _row(record: RunRecord) -> StudyRow:
    return StudyRow(
        id=record.id,
        kind=dict(record.params).get(STUDY_PARAM, ""),
        name=record.name,
        state=record.state,
        spec=spec_of(record.spec_json),
        created=record.created,
        finished=record.finished,
        sentence=dict(record.tags).get(SENTENCE_TAG, "") if record.state == "done" else "",
    )
