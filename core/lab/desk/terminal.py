"""The runs of the registry for a terminal: the list, one run, its deletion and the way back.

Whoever can read the registry may delete and restore: there are no owners here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import RunError
from core.lab.desk.deleted import deleted_runs
from core.lab.desk.row import RunRow, row_of
from core.lab.desk.stored import read_run
from core.lab.plain_text import aligned, printable
from core.lab.result import Result
from core.lab.study import STUDY_PARAM
from core.lab.summary import MISSING, to_text
from core.runs.records import RunRecord
from core.runs.store import RunStore, open_store

HEADER = ("ID", "WHEN, UTC", "STATE", "NAME", "VERDICT", "AUC DISTILLED", "DIFFERENCE")
ID_CHARACTERS = 8
MOST_NAME_CHARACTERS = 48
MOST_RUNS = 10_000
MOST_IDS_NAMED = 3


DELETED_HEADER = ("ID", "DELETED, UTC", "NAME")
CAN_BE_RESTORED = "It can be restored within a week."


def list_text() -> str:
    """Return the runs as a table, newest first, or a sentence where there are none."""
    with _registry() as store:
        rows = [
            _cells(row_of(record)) for record in store.list(limit=MOST_RUNS, lacking=STUDY_PARAM)
        ]
    return aligned([HEADER, *rows]) if rows else "There are no runs yet."


def deleted_text() -> str:
    """Return the deleted runs as a table, the last one deleted first, or a sentence."""
    with _registry() as store:
        rows = [
            (run.id[:ID_CHARACTERS], _moment(run.deleted), _shortened(printable(run.name)))
            for run in deleted_runs(store)
        ]
    return aligned([DELETED_HEADER, *rows]) if rows else "There are no deleted runs."


def show_text(beginning: str) -> str:
    """Return the summary of a finished run, otherwise its state and what went wrong.

    Raises
    ------
    RunError
        When no run, or more than one, has an id that begins so.
    """
    with _registry() as store:
        view = read_run(store, _find(store, beginning))
    if isinstance(view.result, Result):
        return to_text(view.result)
    return "\n".join(filter(None, (view.state.capitalize(), printable(view.error))))


def delete_text(beginning: str) -> str:
    """Put a run among the deleted ones, and return the sentence that says so.

    Raises
    ------
    RunError
        When no run, or more than one, has an id that begins so, or the run goes on.
    """
    with _registry() as store:
        record = _find(store, beginning)
        if not record.has_ended:
            raise RunError(
                "A run must have ended to be deleted here",
                f"this one is {record.state}",
                "Cancel it in the app, or wait for its end.",
            )
        store.delete(record.id)
    return f"Deleted {_named(record)}. {CAN_BE_RESTORED}"


def restore_text(beginning: str) -> str:
    """Take a run back from the deleted ones, and return the sentence that says so.

    Raises
    ------
    RunError
        When no deleted run, or more than one, has an id that begins so.
    """
    with _registry() as store:
        record = _find(store, beginning, is_deleted=True)
        store.restore(record.id)
    return f"Restored {_named(record)}."


@contextmanager
def _registry() -> Iterator[RunStore]:
    """Give the registry of the settings, in which the runs of dead servers have ended."""
    store = open_store()
    try:
        store.interrupt_dead()
        yield store
    finally:
        store.close()


def _find(store: RunStore, beginning: str, *, is_deleted: bool = False) -> RunRecord:
    """Return the one run, deleted or not, whose id begins so."""
    records = store.list(include_deleted=is_deleted, limit=MOST_RUNS)
    kept = [record for record in records if (record.deleted is not None) is is_deleted]
    found = [record for record in kept if beginning and record.id.startswith(beginning)]
    exact = [record for record in found if record.id == beginning]
    if len(found) == 1 or exact:
        return (exact or found)[0]
    must = "An id must be that of one run, or its beginning"
    if not found:
        which, where = ("deleted run", "deleted runs") if is_deleted else ("run", "runs")
        raise RunError(
            must, f"no {which} has {beginning!r:.80}", f"Look it up in the list of {where}."
        )
    ids = ", ".join(record.id for record in found[:MOST_IDS_NAMED])
    more = ", and others" if len(found) > MOST_IDS_NAMED else ""
    raise RunError(
        must, f"{len(found)} runs have {beginning!r}: {ids}{more}", "Give more of the id."
    )


def _cells(row: RunRow) -> tuple[str, ...]:
    return (
        row.id[:ID_CHARACTERS],
        _moment(row.created),
        row.state,
        _shortened(printable(row.name)),
        row.outcome.replace("_", " ") or MISSING,
        _number(row.score("distilled.auc"), ".3f"),
        _number(row.score("difference"), "+z.3f"),
    )


def _named(record: RunRecord) -> str:
    return f"{record.id[:ID_CHARACTERS]}, {printable(record.name)}"


def _moment(seconds: float) -> str:
    return f"{dt.datetime.fromtimestamp(seconds, dt.UTC):%Y-%m-%d %H:%M}"


def _shortened(name: str) -> str:
    return name if len(name) <= MOST_NAME_CHARACTERS else f"{name[: MOST_NAME_CHARACTERS - 1]}…"


def _number(value: float | None, form: str) -> str:
    return MISSING if value is None else format(value, form)
