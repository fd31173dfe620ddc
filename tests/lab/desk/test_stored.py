from __future__ import annotations

import pytest

from core.lab.desk import stored
from core.lab.desk.journal import RunJournal
from core.lab.desk.stored import CONTINUED, INTERRUPTED_SENTENCE, Story, read_run
from core.lab.records.events import decode_event
from core.lab.records.result import FILES, RESULT_FILE
from core.runs.store import RunStore
from tests.lab.desk.desks import TITLE, write_down
from tests.lab.example_result import make_events, make_result


def write_story(store: RunStore, *events: object) -> RunJournal:
    write_down(store)
    journal = RunJournal(store)
    journal.keep("one")
    journal.started("one")
    for event in events:
        journal.event("one", event)
    return journal


def read(store: RunStore):
    return read_run(store, store.get("one"))


def test_a_run_that_only_waits_has_nothing_to_show(store: RunStore) -> None:
    write_down(store)
    view = read(store)
    assert (view.state, view.title, view.events, view.version) == ("queued", TITLE, (), 0)
    assert (view.started, view.finished, view.seconds) == (None, None, 0.0)


def test_a_finished_run_ends_with_its_result(store: RunStore) -> None:
    write_story(store, *make_events()).ended("one", "done", "")
    view = read(store)
    assert repr(view.events) == repr(make_events())
    assert view.events[-1] is view.result
    assert view.version == len(make_events()) - 1


def test_the_secret_of_the_owner_is_not_in_a_view(store: RunStore) -> None:
    write_down(store)
    assert read(store).owner == ""


@pytest.mark.parametrize("name", [*FILES, RESULT_FILE])
def test_a_finished_run_with_a_damaged_file_is_shown_as_failed(store: RunStore, name: str) -> None:
    write_story(store, *make_events()).ended("one", "done", "")
    store.artefacts.write("one", name, b"damaged")
    view = read(store)
    assert (view.state, view.result) == ("failed", None)
    assert name in view.error
    assert view.events == make_events()[:-1]


def test_a_run_with_an_event_of_another_version_is_shown_as_failed(store: RunStore) -> None:
    write_story(store).ended("one", "cancelled", "")
    store.append("one", "dance", "{}")
    view = read(store)
    assert (view.state, view.events) == ("failed", ())
    assert "dance" in view.error


def test_an_interrupted_run_says_what_happened(store: RunStore) -> None:
    write_story(store, make_events()[0]).ended("one", "interrupted", "")
    assert read(store).error == INTERRUPTED_SENTENCE


def test_only_the_last_attempt_is_shown_and_all_events_count(store: RunStore) -> None:
    journal = write_story(store, *make_events()[:5])
    store.append("one", CONTINUED, "{}")
    journal.event("one", make_events()[0])
    view = read(store)
    assert (view.events, view.version) == (make_events()[:1], 7)


def test_files_that_a_run_left_before_its_end_are_no_result(store: RunStore) -> None:
    write_story(store, make_result()).ended("one", "interrupted", "")
    assert read(store).result is None


def test_a_story_is_read_on_and_no_event_twice(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = make_events()[:-1]
    journal, story, decoded = write_story(store), Story(), []

    def decode(kind: str, payload: str) -> object:
        decoded.append(kind)
        return decode_event(kind, payload)

    monkeypatch.setattr(stored, "decode_event", decode)
    for number, event in enumerate(said, start=1):
        journal.event("one", event)
        for _ in range(2):
            view = read_run(store, store.get("one"), story)
            assert (view.version, len(decoded)) == (number, number)
    assert repr(view.events) == repr(said)


def test_a_story_begins_anew_where_a_run_is_continued(store: RunStore) -> None:
    journal, story = write_story(store, *make_events()[:3]), Story()
    read_run(store, store.get("one"), story)
    store.append("one", CONTINUED, "{}")
    journal.event("one", make_events()[0])
    view = read_run(store, store.get("one"), story)
    assert (view.events, view.version) == (make_events()[:1], 5)


def test_a_story_with_an_event_of_another_version_stays_unreadable(store: RunStore) -> None:
    journal, story = write_story(store, make_events()[0]), Story()
    store.append("one", "dance", "{}")
    journal.event("one", make_events()[1])
    for _ in range(2):
        assert read_run(store, store.get("one"), story).state == "failed"
