from __future__ import annotations

import threading

import pytest

from core.lab.desk.stored import read_run
from core.lab.desk.views import Views
from core.lab.records.events import encode_event
from core.runs.records import RunRecord
from core.runs.snapshot import JobSnapshot
from core.runs.store import RunStore
from tests.lab.desk.desks import write_down
from tests.lab.example_result import make_events


def ended(store: RunStore, run_id: str) -> tuple[RunRecord, JobSnapshot]:
    write_down(store, run_id)
    store.set_state(run_id, "interrupted")
    record = store.get(run_id)
    return record, read_run(store, record)


def test_a_view_is_found_as_long_as_the_run_is_as_it_was(store: RunStore) -> None:
    views = Views()
    record, view = ended(store, "one")
    assert views.find(record) is None
    views.keep(record, view)
    assert views.find(record) is view
    store.rename("one", "Monday")
    assert views.find(store.get("one")) is view


def test_a_run_that_was_continued_has_another_view(store: RunStore) -> None:
    views = Views()
    record, view = ended(store, "one")
    views.keep(record, view)
    store.set_state("one", "running")
    assert views.find(store.get("one")) is None
    store.set_state("one", "interrupted")
    assert views.find(store.get("one")) is None


def test_the_view_that_was_not_asked_for_longest_goes_first(store: RunStore) -> None:
    views = Views(most=2)
    pairs = {name: ended(store, name) for name in ("one", "two", "three")}
    views.keep(*pairs["one"])
    views.keep(*pairs["two"])
    views.find(pairs["one"][0])
    views.keep(*pairs["three"])
    assert [views.find(pairs[name][0]) is not None for name in pairs] == [True, False, True]


def test_of_a_run_that_goes_on_only_what_is_new_is_read(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_down(store)
    store.start("one")
    views, asked = Views(), []
    events = RunStore.events

    def read(store: RunStore, run_id: str, since: int = 0):
        asked.append(since)
        return events(store, run_id, since)

    monkeypatch.setattr(RunStore, "events", read)
    for event in make_events()[:2]:
        store.append("one", *encode_event(event))
        views.of(store, store.get("one"))
        assert views.of(store, store.get("one")).events[-1] == event
    store.set_state("one", "cancelled")
    assert views.of(store, store.get("one")).state == "cancelled"
    assert asked == [0, 1]


def test_a_run_that_was_not_looked_at_for_long_is_read_anew(store: RunStore) -> None:
    views = Views(most=1)
    for run_id in ("one", "two"):
        write_down(store, run_id)
        store.start(run_id)
        store.append(run_id, *encode_event(make_events()[0]))
    for run_id in ("one", "two", "one"):
        assert views.of(store, store.get(run_id)).version == 1


def test_threads_share_the_views(store: RunStore) -> None:
    views = Views(most=1)
    pairs = [ended(store, name) for name in ("one", "two")]
    found = []

    def work(record: RunRecord, view: JobSnapshot) -> None:
        for _ in range(2000):
            views.keep(record, view)
            found.append(views.find(record) in (None, view))

    threads = [threading.Thread(target=work, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4000
