from __future__ import annotations

import math
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from core.errors import StoreError
from core.runs.artefacts import Artefacts
from core.runs.records import UNFINISHED, NewRun, RunState
from core.runs.store import RunStore, open_store

ENDS: tuple[RunState, ...] = ("done", "cancelled", "failed", "interrupted")
ODD_TEXTS = ("Ünï – 蒸留 🧪 \U0001f9ea", "'; DROP TABLE runs; --", "line\nline\ttab\\", "", "{}")


def new_run(run_id: str = "a", token: str = "secret", title: str = "Taiwan") -> NewRun:
    return NewRun(run_id, title, token, '{"seed": 1}', (("teacher", "forest"), ("alpha", "0.5")))


def test_created_run_is_queued_and_reads_back(store: RunStore) -> None:
    before = time.time()
    store.create(new_run())
    run = store.get("a")
    assert (run.id, run.title, run.name, run.note, run.state) == (
        "a",
        "Taiwan",
        "Taiwan",
        "",
        "queued",
    )
    assert (run.spec_json, run.error) == ('{"seed": 1}', "")
    assert run.params == (("alpha", "0.5"), ("teacher", "forest"))
    assert (run.metrics, run.tags) == ((), ())
    assert before <= run.created <= time.time()
    assert (run.started, run.finished, run.deleted) == (None, None, None)
    assert abs(run.heartbeat - time.time()) < 60
    assert not run.has_ended


def test_unknown_run_is_none(store: RunStore) -> None:
    assert store.get("a") is None
    assert store.get("../a\0\ud800") is None
    assert store.events("a") == ()


def test_id_is_taken_once(store: RunStore) -> None:
    store.create(new_run(title="first"))
    with pytest.raises(StoreError, match="a is taken"):
        store.create(new_run(title="second"))
    assert store.get("a").title == "first"


@pytest.mark.parametrize("run_id", ["", "a/b", "..", "a.b", "a" * 65, "é", "a\n"])
def test_id_must_be_plain(store: RunStore, run_id: str) -> None:
    with pytest.raises(ValueError, match="id of a run"):
        store.create(new_run(run_id))


def test_started_run_runs_since_it_first_ran(store: RunStore) -> None:
    store.create(new_run())
    store.start("a")
    started = store.get("a").started
    assert store.get("a").state == "running"
    store.set_state("a", "paused")
    store.set_state("a", "running")
    assert store.get("a").started == started


@pytest.mark.parametrize("state", ENDS)
def test_ended_run_has_its_end_and_sentence(store: RunStore, state: RunState) -> None:
    store.create(new_run())
    store.start("a")
    store.set_state("a", state, "It diverged.")
    run = store.get("a")
    assert (run.state, run.error) == (state, "It diverged.")
    assert run.started <= run.finished <= time.time()
    assert run.has_ended


def test_continued_run_has_no_end_any_more(store: RunStore) -> None:
    store.create(new_run())
    store.set_state("a", "interrupted", "The server went away.")
    store.set_state("a", "queued")
    run = store.get("a")
    assert (run.state, run.error, run.finished) == ("queued", "", None)


def test_events_are_numbered_from_one_in_order(store: RunStore) -> None:
    store.create(new_run("a"))
    store.create(new_run("b"))
    assert [store.append("a", "epoch", f'{{"n": {n}}}') for n in range(3)] == [1, 2, 3]
    assert store.append("b", "stage", "{}") == 1
    assert (store.get("a").last_event, store.get("b").last_event) == (3, 1)
    kept = store.events("a")
    assert [(e.number, e.kind, e.payload) for e in kept] == [
        (1, "epoch", '{"n": 0}'),
        (2, "epoch", '{"n": 1}'),
        (3, "epoch", '{"n": 2}'),
    ]
    assert all(abs(event.at - time.time()) < 60 for event in kept)


def test_events_since_a_number_are_the_later_ones(store: RunStore) -> None:
    store.create(new_run())
    for _ in range(4):
        store.append("a", "epoch", "{}")
    assert [event.number for event in store.events("a", since=2)] == [3, 4]
    assert store.events("a", since=4) == ()


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_any_text_reads_back(store: RunStore, text: str) -> None:
    store.create(NewRun("a", text, text, text, ((text, text),)))
    store.annotate("a", text)
    store.set_tag("a", text, text)
    store.append("a", text, text)
    run = store.get("a")
    assert (run.title, run.note, run.spec_json) == (text, text, text)
    assert run.tags == run.params == ((text, text),)
    assert [(event.kind, event.payload) for event in store.events("a")] == [(text, text)]


def test_what_no_database_holds_is_replaced(store: RunStore) -> None:
    store.create(new_run())
    store.rename("a", "nul \0 half \ud800")
    assert store.get("a").name == "nul \ufffd half ?"


def test_payload_of_a_megabyte_reads_back(store: RunStore) -> None:
    payload = "蒸留🧪x" * 100_000
    assert len(payload.encode()) > 1_000_000
    store.create(new_run())
    store.append("a", "result", payload)
    assert store.events("a")[0].payload == payload


def test_runs_are_listed_newest_first(store: RunStore) -> None:
    for run_id in "abc":
        store.create(new_run(run_id))
    store.set_tag("b", "kind", "b's own")
    store.log_metrics("c", [("auc", 0.7)])
    listed = store.list()
    assert [run.id for run in listed] == ["c", "b", "a"]
    assert [run.tags for run in listed] == [(), (("kind", "b's own"),), ()]
    assert [run.metrics for run in listed] == [(("auc", 0.7),), (), ()]
    assert listed == tuple(store.get(run.id) for run in listed)
    assert [run.id for run in store.list(limit=2)] == ["c", "b"]


def test_renamed_run_keeps_its_title(store: RunStore) -> None:
    store.create(new_run())
    store.rename("a", "The good one")
    assert (store.get("a").name, store.get("a").title) == ("The good one", "Taiwan")


def test_note_replaces_the_older_one(store: RunStore) -> None:
    store.create(new_run())
    store.annotate("a", "first")
    store.annotate("a", "second")
    assert store.get("a").note == "second"


def test_tag_replaces_the_older_one(store: RunStore) -> None:
    store.create(new_run())
    store.set_tag("a", "verdict", "worse")
    store.set_tag("a", "verdict", "better")
    store.set_tag("a", "task", "credit")
    assert store.get("a").tags == (("task", "credit"), ("verdict", "better"))


def test_metric_shows_its_newest_value(store: RunStore) -> None:
    store.create(new_run())
    store.log_metrics("a", [("auc", 0.8)], step=2)
    store.log_metrics("a", [("auc", 0.7)], step=2)
    store.log_metrics("a", [("auc", 0.6), ("loss", 2.0)], step=1)
    store.log_metrics("a", [])
    assert store.get("a").metrics == (("auc", 0.7), ("loss", 2.0))


@pytest.mark.parametrize("value", [math.inf, -math.inf, 0.1 + 0.2, 5e-324, 0.0, 2**53 + 0.0])
def test_metric_reads_back_exactly(store: RunStore, value: float) -> None:
    store.create(new_run())
    store.log_metrics("a", [("auc", value)])
    assert store.get("a").metrics == (("auc", value),)


def test_metric_may_be_missing(store: RunStore) -> None:
    store.create(new_run())
    store.log_metrics("a", [("auc", math.nan)])
    assert math.isnan(store.get("a").metrics[0][1])


def test_deleted_run_leaves_the_list_until_restored(store: RunStore) -> None:
    store.create(new_run())
    store.append("a", "epoch", "{}")
    store.delete("a")
    assert store.list() == ()
    assert [run.id for run in store.list(include_deleted=True)] == ["a"]
    assert abs(store.get("a").deleted - time.time()) < 60
    store.restore("a")
    assert store.list()[0].deleted is None
    assert len(store.events("a")) == 1


def test_run_deleted_twice_keeps_its_first_moment(store: RunStore) -> None:
    store.create(new_run())
    store.delete("a")
    first = store.get("a").deleted
    store.delete("a")
    assert store.get("a").deleted == first


def test_purge_leaves_no_row_and_no_file(store: RunStore, tmp_path: Path) -> None:
    for run_id in "ab":
        store.create(new_run(run_id))
        store.append(run_id, "epoch", "{}")
        store.log_metrics(run_id, [("auc", 0.5)])
        store.set_tag(run_id, "x", "y")
        store.artefacts.write(run_id, "student.onnx", b"model")
        store.set_state(run_id, "done")
    store.delete("a")
    assert store.purge(before=time.time() + 1) == ("a",)
    assert store.get("a") is None
    assert store.events("a") == ()
    assert not (tmp_path / "artefacts" / "a").exists()
    assert store.get("b").metrics == (("auc", 0.5),)
    assert store.artefacts.read("b", "student.onnx") == b"model"
    assert store.check_integrity()


def test_purge_keeps_what_was_deleted_later(store: RunStore) -> None:
    store.create(new_run())
    store.set_state("a", "done")
    store.delete("a")
    assert store.purge(before=time.time() - 60) == ()
    assert store.get("a") is not None


@pytest.mark.parametrize("state", sorted(UNFINISHED))
def test_purge_keeps_what_may_still_write(store: RunStore, state: RunState) -> None:
    store.create(new_run())
    store.set_state("a", state)
    store.delete("a")
    assert store.purge(before=time.time() + 1) == ()


def test_purge_keeps_the_rows_when_the_files_stay(
    store: RunStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.create(new_run())
    store.set_state("a", "done")
    store.delete("a")

    def refuse(_self: Artefacts, _run_id: str) -> None:
        raise StoreError("Files must be removable", "no", "Try again.")

    with monkeypatch.context() as patch:
        patch.setattr(Artefacts, "remove", refuse)
        with pytest.raises(StoreError):
            store.purge(before=time.time() + 1)
    assert store.purge(before=time.time() + 1) == ("a",)


def test_only_its_token_owns_a_run(store: RunStore) -> None:
    store.create(new_run("a", token="secret"))
    store.create(new_run("b", token="other"))
    store.create(new_run("c", token=""))
    assert store.owns("a", "secret")
    assert not store.owns("a", "other")
    assert not store.owns("a", "")
    assert not store.owns("c", "")
    assert not store.owns("unknown", "secret")


def test_token_is_nowhere_in_the_database(tmp_path: Path) -> None:
    with_token = open_store(tmp_path)
    with_token.create(new_run(token="the-secret-itself"))
    with_token.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"Taiwan" in kept
    assert b"the-secret-itself" not in kept


def test_thirty_threads_share_a_store(store: RunStore) -> None:
    def write(n: int) -> list[int]:
        store.create(new_run(f"run-{n}"))
        return [store.append(f"run-{n}", "epoch", f"{n}") for _ in range(5)]

    with ThreadPoolExecutor(30) as threads:
        assert list(threads.map(write, range(30))) == [[1, 2, 3, 4, 5]] * 30
    for n in range(30):
        assert {event.payload for event in store.events(f"run-{n}")} == {f"{n}"}


CHANGES: dict[str, Callable[[RunStore], object]] = {
    "start": lambda store: store.start("gone"),
    "set_state": lambda store: store.set_state("gone", "done"),
    "append": lambda store: store.append("gone", "epoch", "{}"),
    "rename": lambda store: store.rename("gone", "name"),
    "annotate": lambda store: store.annotate("gone", "note"),
    "log_metrics": lambda store: store.log_metrics("gone", [("auc", 0.5)]),
    "set_tag": lambda store: store.set_tag("gone", "key", "value"),
    "delete": lambda store: store.delete("gone"),
    "restore": lambda store: store.restore("gone"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_change_of_an_unknown_run_is_a_sentence(
    store: RunStore, change: Callable[[RunStore], object]
) -> None:
    with pytest.raises(StoreError, match="there is none with the id 'gone'"):
        change(store)


def test_second_store_sees_what_the_first_wrote(store: RunStore, url: str, tmp_path: Path) -> None:
    store.create(new_run())
    store.append("a", "epoch", "{}")
    second = RunStore(url, tmp_path)
    assert second.get("a") == store.get("a")
    assert second.append("a", "epoch", "{}") == 2
    second.close()
    assert len(store.events("a")) == 2


def test_missing_event_breaks_the_integrity(store: RunStore, url: str) -> None:
    store.create(new_run())
    for _ in range(3):
        store.append("a", "epoch", "{}")
    assert store.check_integrity()
    engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM events WHERE number = 2")
    engine.dispose()
    assert not store.check_integrity()


def test_registry_of_the_settings_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DISTILL_LAB_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DISTILL_LAB_DATABASE_URL", url)
    chosen = open_store()
    chosen.create(new_run())
    chosen.artefacts.write("a", "x", b"1")
    chosen.close()
    assert (tmp_path / "data" / "artefacts" / "a" / "x").exists()
    named = RunStore(url, tmp_path)
    assert named.get("a") is not None
    named.close()


def test_an_interrupted_run_is_taken_up_once(store: RunStore) -> None:
    store.create(new_run())
    store.set_state("a", "interrupted", "The server ended.")
    assert store.take_up("a", "continued")
    taken = store.get("a")
    assert (taken.state, taken.error, taken.finished) == ("queued", "", None)
    assert not store.take_up("a", "continued")
    assert [(event.number, event.kind) for event in store.events("a")] == [(1, "continued")]


def test_a_deleted_run_is_not_taken_up_until_it_is_restored(store: RunStore) -> None:
    store.create(new_run())
    store.set_state("a", "interrupted")
    store.delete("a")
    assert not store.take_up("a", "continued")
    assert (store.get("a").state, store.events("a")) == ("interrupted", ())
    store.restore("a")
    assert store.take_up("a", "continued")


@pytest.mark.parametrize("state", ["queued", "running", "done", "failed", "cancelled"])
def test_a_run_that_is_not_interrupted_is_not_taken_up(store: RunStore, state: RunState) -> None:
    store.create(new_run())
    store.set_state("a", state)
    assert not store.take_up("a", "continued")
    assert (store.get("a").state, store.events("a")) == (state, ())


def test_of_many_that_take_a_run_up_at_once_one_succeeds(store: RunStore) -> None:
    store.create(new_run())
    store.set_state("a", "interrupted")
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: store.take_up("a", "continued"), range(16)))
    assert answers.count(True) == 1
    assert len(store.events("a")) == 1


def test_a_run_that_is_not_there_is_not_taken_up(store: RunStore) -> None:
    assert not store.take_up("a", "continued")


def test_runs_are_counted_without_the_deleted_ones(store: RunStore) -> None:
    assert store.count() == 0
    for run_id in "abc":
        store.create(new_run(run_id))
    store.delete("b")
    assert store.count() == 2
    assert len(store.list(limit=1)) == 1


def test_the_runs_of_a_token_are_found_at_once(store: RunStore) -> None:
    for run_id, token in (("a", "secret"), ("b", "other"), ("c", "secret"), ("d", "")):
        store.create(new_run(run_id, token))
    store.delete("c")
    assert store.owned_by("secret") == {"a", "c"}
    assert store.owned_by("other") == {"b"}
    assert store.owned_by("") == store.owned_by("nobody") == frozenset()


def test_the_values_of_a_param_are_those_of_all_runs(store: RunStore) -> None:
    for run_id, value in (("a", "forest"), ("b", "mlp"), ("c", "mlp")):
        store.create(NewRun(run_id, "Taiwan", "", "{}", (("teacher", value), ("other", "no"))))
    store.delete("a")
    assert store.param_values("teacher") == {"forest", "mlp"}
    assert store.param_values("nothing") == frozenset()
