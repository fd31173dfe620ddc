"""The runs that were deleted and can still be taken back."""

from __future__ import annotations

from dataclasses import dataclass

from core.runs.reading import RunReader

MOST_RUNS = 10_000


@dataclass(frozen=True)
class DeletedRun:
    """A deleted run; ``name`` is text of the user, ``deleted`` is Unix time in seconds."""

    id: str
    name: str
    deleted: float


def deleted_runs(store: RunReader, owner: str | None = None) -> tuple[DeletedRun, ...]:
    """Return the deleted runs of the registry, the last one deleted first.

    Parameters
    ----------
    store : RunReader
    owner : str, optional
        A secret: only the runs that its holder started.
    """
    own = None if owner is None else store.owned_by(owner)
    found = (
        DeletedRun(record.id, record.name, record.deleted)
        for record in store.list(include_deleted=True, limit=MOST_RUNS)
        if record.deleted is not None and (own is None or record.id in own)
    )
    return tuple(sorted(found, key=lambda run: run.deleted, reverse=True))
