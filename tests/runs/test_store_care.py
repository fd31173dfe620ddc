"""Two processes on one registry: only the one that has a run in its care writes it down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest

from core.errors import StoreError
from core.runs.journal import NotOursError
from core.runs.processes import ServerProcess
from core.runs.records import NewRun
from core.runs.store import RunStore

ELSEWHERE = ServerProcess("another machine", 1, 0.0)

CHANGES: dict[str, Callable[[RunStore], object]] = {
    "start": lambda store: store.start("a"),
    "set_state": lambda store: store.set_state("a", "done"),
    "append": lambda store: store.append("a", "epoch", "{}"),
    "log_metrics": lambda store: store.log_metrics("a", [("auc", 0.5)]),
    "set_tag": lambda store: store.set_tag("a", "verdict", "better"),
    "rename": lambda store: store.rename("a", "Monday"),
}
each_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)


@pytest.fixture
def other(url: str, tmp_path: Path) -> Iterator[RunStore]:
    opened = RunStore(url, tmp_path, ELSEWHERE)
    yield opened
    opened.close()


@pytest.fixture
def here(store: RunStore) -> RunStore:
    """The registry for the work of this process, which runs one run."""
    store.create(NewRun("a", "Taiwan", "secret", "{}"))
    bound = store.in_care()
    bound.start("a")
    return bound


def picture(store: RunStore) -> tuple[object, ...]:
    return store.get("a"), store.events("a")


@each_change
def test_a_run_in_our_care_is_changed(store: RunStore, change) -> None:
    store.create(NewRun("a", "Taiwan", "secret", "{}"))
    before = picture(store)
    change(store.in_care())
    assert picture(store) != before


@each_change
def test_a_run_that_another_process_took_up_is_changed_here_no_more(
    store: RunStore, here: RunStore, other: RunStore, change
) -> None:
    store.set_state("a", "interrupted")
    assert other.take_up("a", "continued")
    before = picture(other)
    with pytest.raises(NotOursError, match="taken up by another server"):
        change(here)
    assert picture(other) == before


@pytest.mark.parametrize("state", ["interrupted", "done", "failed", "cancelled"])
def test_a_run_that_has_ended_is_changed_no_more(store: RunStore, here: RunStore, state) -> None:
    store.set_state("a", state)
    before = picture(store)
    for change in CHANGES.values():
        with pytest.raises(NotOursError):
            change(here)
    assert picture(store) == before


def test_a_run_that_comes_back_is_ours_again(store: RunStore, here: RunStore) -> None:
    store.set_state("a", "interrupted")
    assert store.take_up("a", "continued")
    assert here.append("a", "epoch", "{}") == 2


def test_what_is_not_ours_is_told_as_a_problem_of_the_registry() -> None:
    assert issubclass(NotOursError, StoreError)


def test_nothing_is_written_between_the_lines_of_the_process_that_took_a_run_up(
    store: RunStore, here: RunStore, other: RunStore
) -> None:
    def write_until_refused() -> None:
        with suppress(NotOursError):
            while True:
                here.append("a", "old", "{}")

    def take_over() -> None:
        while store.get("a").last_event < 20:
            pass
        store.set_state("a", "interrupted")
        assert other.take_up("a", "continued")
        for _ in range(20):
            other.in_care().append("a", "new", "{}")

    with ThreadPoolExecutor(4) as threads:
        writing = [threads.submit(write_until_refused) for _ in range(3)]
        for work in (threads.submit(take_over), *writing):
            work.result()
    kinds = [event.kind for event in store.events("a")]
    assert kinds[kinds.index("continued") + 1 :] == ["new"] * 20
    assert store.check_integrity()


def test_runs_that_are_deleted_interrupted_or_elsewhere_are_lost(
    store: RunStore, other: RunStore
) -> None:
    for run_id in ("kept", "done", "deleted", "interrupted", "unasked"):
        store.create(NewRun(run_id, "Taiwan", "", "{}"))
    other.create(NewRun("elsewhere", "Taiwan", "", "{}"))
    store.set_state("done", "done")
    for run_id in ("interrupted", "unasked"):
        store.set_state(run_id, "interrupted")
    store.delete("deleted")
    asked = ("kept", "done", "deleted", "interrupted", "elsewhere", "nowhere")
    lost = {"deleted", "interrupted", "elsewhere"}
    assert store.lost(asked) == lost
    assert {run.id for run in store.list(include_deleted=True) if store.has_lost(run)} == {
        *lost,
        "unasked",
    }
    assert store.lost(()) == frozenset()
