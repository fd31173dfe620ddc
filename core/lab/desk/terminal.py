"""The runs of the registry for a terminal: the list, one run, and its deletion.

Whoever can read the registry may delete: there are no owners here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import RunError
from core.lab.desk.row import RunRow, row_of
from core.lab.desk.stored import read_run
from core.lab.plain_text import aligned, printable
from core.lab.result import Result
from core.lab.summary import MISSING, to_text
from core.runs.records import RunRecord
from core.runs.store import RunStore, open_store

HEADER = ("ID", "WHEN, UTC", "STATE", "NAME", "VERDICT", "AUC DISTILLED", "DIFFERENCE")
ID_CHARACTERS = 8
MOST_NAME_CHARACTERS = 48
MOST_RUNS = 10_000
MOST_IDS_NAMED = 3


def list_text() -> str:
    """Return the runs as a table, newest first, or a sentence where there are none."""
    with _registry() as store:
        rows = [_cells(row_of(record)) for record in store.list(limit=MOST_RUNS)]
    return aligned([HEADER, *rows]) if rows else "There are no runs yet."


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
    return f"Deleted {record.id[:ID_CHARACTERS]}, {printable(record.name)}."


@contextmanager
def _registry() -> Iterator[RunStore]:
    """Give the registry of the settings, in which the runs of dead servers have ended."""
    store = open_store()
    try:
        store.interrupt_dead()
        yield store
    finally:
        store.close()


def _find(store: RunStore, beginning: str) -> RunRecord:
    """Return the one run whose id begins so."""
    records = store.list(limit=MOST_RUNS)
    found = [record for record in records if beginning and record.id.startswith(beginning)]
    exact = [record for record in found if record.id == beginning]
    if len(found) == 1 or exact:
        return (exact or found)[0]
    must = "An id must be that of one run, or its beginning"
    if not found:
        raise RunError(must, f"no run has {beginning!r:.80}", "Look it up in the list of runs.")
    ids = ", ".join(record.id for record in found[:MOST_IDS_NAMED])
    more = ", and others" if len(found) > MOST_IDS_NAMED else ""
    raise RunError(
        must, f"{len(found)} runs have {beginning!r}: {ids}{more}", "Give more of the id."
    )


def _cells(row: RunRow) -> tuple[str, ...]:
    when = dt.datetime.fromtimestamp(row.created, dt.UTC)
    return (
        row.id[:ID_CHARACTERS],
        f"{when:%Y-%m-%d %H:%M}",
        row.state,
        _shortened(printable(row.name)),
        row.outcome.replace("_", " ") or MISSING,
        _number(row.score("distilled.auc"), ".3f"),
        _number(row.score("difference"), "+z.3f"),
    )


def _shortened(name: str) -> str:
    return name if len(name) <= MOST_NAME_CHARACTERS else f"{name[: MOST_NAME_CHARACTERS - 1]}…"


def _number(value: float | None, form: str) -> str:
    return MISSING if value is None else format(value, form)
