"""What is done with runs that are written down: names, notes, deletion, and who may."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import OwnerError, RunError
from core.runs.records import RunRecord
from core.runs.store import RunStore

MOST_NAME_CHARACTERS = 200
MOST_NOTE_CHARACTERS = 5_000


class Archive:
    """Changes runs on behalf of their owners.

    Parameters
    ----------
    store : RunStore
    drop : callable
        Ends a run that goes on and lets it go from memory, before it is deleted.
    """

    def __init__(self, store: RunStore, drop: Callable[[str], None]) -> None:
        self._store, self._drop = store, drop

    def record(self, run_id: str) -> RunRecord:
        """Return a run as it is written down.

        Raises
        ------
        RunError
            When there is none of that id.
        """
        record = self._store.get(run_id)
        if record is None:
            raise RunError(
                "A run must be in the registry", "there is none of this id", "Choose another run."
            )
        return record

    def is_owner(self, run_id: str, owner: str) -> bool:
        """Whether a secret is that of whoever started the run."""
        return self._store.owns(run_id, owner)

    def owned_by(self, owner: str) -> frozenset[str]:
        """Return the ids of all runs that the holder of a secret started."""
        return self._store.owned_by(owner)

    def refuse_strangers(self, run_id: str, owner: str) -> None:
        """Let only the owner of a run pass.

        Raises
        ------
        OwnerError
            When somebody else started it.
        """
        if not self.is_owner(run_id, owner):
            raise OwnerError(
                "Only whoever started a run may change it",
                "this browser did not start it",
                "Watch it, or start one of your own.",
            )

    def rename(self, run_id: str, name: str, owner: str) -> None:
        """Give a run another name; an empty one brings its title back.

        Raises
        ------
        OwnerError
            When somebody else started it.
        """
        self.refuse_strangers(run_id, owner)
        name = name.strip()[:MOST_NAME_CHARACTERS]
        self._store.rename(run_id, name or self.record(run_id).title)

    def annotate(self, run_id: str, note: str, owner: str) -> None:
        """Put a note on a run.

        Raises
        ------
        OwnerError
            When somebody else started it.
        """
        self.refuse_strangers(run_id, owner)
        self._store.annotate(run_id, note.strip()[:MOST_NOTE_CHARACTERS])

    def delete(self, run_id: str, owner: str) -> None:
        """Put a run among the deleted ones; one that goes on is cancelled.

        Raises
        ------
        OwnerError
            When somebody else started it.
        """
        self.refuse_strangers(run_id, owner)
        self._drop(run_id)
        self._store.delete(run_id)

    def undo_delete(self, run_id: str, owner: str) -> None:
        """Take a deleted run back.

        Raises
        ------
        OwnerError
            When somebody else started it.
        """
        self.refuse_strangers(run_id, owner)
        self._store.restore(run_id)
