from __future__ import annotations

import pytest

from core.errors import OwnerError, RunError
from core.lab.desk.archive import MOST_NAME_CHARACTERS, MOST_NOTE_CHARACTERS, Archive
from core.runs.store import RunStore
from tests.lab.desk.desks import OWNER, STRANGER, TITLE, write_down

CHANGES = {
    "rename": ("Monday",),
    "annotate": ("Best so far",),
    "delete": (),
    "undo_delete": (),
}


@pytest.fixture
def dropped() -> list[str]:
    """Runs that the archive has let go."""
    return []


@pytest.fixture
def archive(store: RunStore, dropped: list[str]) -> Archive:
    write_down(store)
    return Archive(store, dropped.append)


def test_a_name_is_that_of_the_user_until_it_is_taken_back(archive: Archive) -> None:
    archive.rename("one", "  Monday ", OWNER)
    assert archive.record("one").name == "Monday"
    archive.rename("one", "  ", OWNER)
    assert archive.record("one").name == archive.record("one").title == TITLE


def test_names_and_notes_have_an_end(archive: Archive) -> None:
    archive.rename("one", "n" * 10_000, OWNER)
    archive.annotate("one", "n" * 10_000, OWNER)
    record = archive.record("one")
    assert (len(record.name), len(record.note)) == (MOST_NAME_CHARACTERS, MOST_NOTE_CHARACTERS)


def test_a_note_replaces_the_one_before(archive: Archive) -> None:
    for note in ("First", "Second\n"):
        archive.annotate("one", note, OWNER)
    assert archive.record("one").note == "Second"


def test_what_is_deleted_comes_back(archive: Archive, store: RunStore) -> None:
    archive.delete("one", OWNER)
    assert store.list() == ()
    archive.undo_delete("one", OWNER)
    assert [record.id for record in store.list()] == ["one"]


def test_a_run_is_let_go_before_it_is_deleted(store: RunStore) -> None:
    write_down(store)
    seen = []
    archive = Archive(store, lambda run_id: seen.append(store.get(run_id).deleted))
    archive.delete("one", OWNER)
    assert seen == [None]
    assert store.get("one").deleted is not None


@pytest.mark.parametrize("owner", [STRANGER, "", OWNER.upper()])
@pytest.mark.parametrize("change", CHANGES)
def test_a_stranger_changes_nothing(
    archive: Archive, store: RunStore, dropped: list[str], change: str, owner: str
) -> None:
    before = store.get("one")
    with pytest.raises(OwnerError, match="this browser did not start it"):
        getattr(archive, change)("one", *CHANGES[change], owner)
    assert store.get("one") == before
    assert dropped == []


def test_nobody_owns_a_run_that_is_not_there(archive: Archive) -> None:
    assert not archive.is_owner("two", OWNER)
    with pytest.raises(RunError, match="there is none of this id"):
        archive.record("two")
