"""Tasks on a cluster that runs already, with processes that can be lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import dask
import pytest
from distributed import LocalCluster, Security

from core.errors import ClusterError, DataError
from core.lab.cluster.choice import cluster
from core.lab.cluster.settings import TLS_SETTING, ClusterSettings
from core.lab.cluster.tasks import Failed, Runner, Task, Told
from tests.lab.cluster_work import (
    add_up,
    divide_by_zero,
    go_on,
    lack_rows,
    say_process,
    say_where_shared_lies,
    wait_for,
)
from tests.lab.dask_processes import cluster_of
from tests.lab.test_cluster import never, results_of
from tests.ports import free_port

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("cluster")]

SHORTLY = 0.5
HERE: dict[str, str] = {
    "host": "127.0.0.1",
    "dashboard_address": "127.0.0.1:0",
    "worker_dashboard_address": "127.0.0.1:0",
}


@pytest.fixture(scope="module")
def run() -> Iterator[Runner]:
    """A cluster of two workers, for tests that leave it as it was."""
    with cluster_of(2) as settings:
        yield cluster(settings)


def test_events_of_a_task_arrive_in_order(run):
    told = list(run([Task(str(n), add_up, (40,)) for n in range(6)], never, shared=0))
    for n in range(6):
        mine = [one for one in told if one.key == str(n)]
        assert [one.step for one in mine] == list(range(1, 42))
        assert [one.is_last for one in mine] == [False] * 40 + [True]


def test_an_error_of_the_user_arrives_as_itself_and_others_go_on(run):
    told = list(run([Task("a", lack_rows), Task("b", add_up, (1,))], never, shared=0))
    results = results_of(told)
    assert isinstance(results["a"], Failed)
    assert type(results["a"].error) is DataError
    assert str(results["a"].error) == "Rows must be there, however: none are. Add some."
    assert [one.attempt for one in told if one.key == "a"] == [1, 1]
    assert results["b"] == 1


def test_a_bug_is_raised_as_it_is(run):
    with pytest.raises(ZeroDivisionError):
        list(run([Task("a", divide_by_zero)], never))


def test_stop_keeps_results_and_begins_nothing_more(run):
    results: dict[str, object] = {}
    # No more than one that never ends among the first four, so that a worker stays free.
    sums = [Task(f"sum {n}", add_up, (2,)) for n in range(3)]
    endless = [Task(f"endless {n}", go_on) for n in range(9)]
    for told in run([*sums, *endless], lambda: bool(results), shared=0):
        results.update(results_of([told]))
    assert 3 in results.values()
    assert set(results.values()) <= {3, "ended early"}
    assert len(results) < len(endless)


def test_one_task_can_be_ended_early(run):
    tasks = [Task("a", go_on), Task("b", add_up, (5,))]
    told = list(run(tasks, never, shared=0, is_enough=lambda one: one.event == "begun"))
    assert results_of(told) == {"a": "ended early", "b": 15}


def test_a_closed_stream_leaves_no_worker_busy(run):
    endless = run([Task(str(n), go_on) for n in range(9)], never)
    assert next(iter(endless)).event == "begun"
    endless.close()
    assert results_of(list(run([Task("sum", add_up, (2,))], never, shared=0))) == {"sum": 3}


def test_a_later_task_may_follow_from_what_was_told(run):
    told: list[Told] = []

    def tasks() -> Iterator[Task]:
        yield from (Task(f"first {n}", add_up, (2,)) for n in range(4))
        yield Task("next", add_up, (len(results_of(told)),))

    for one in run(tasks(), never, shared=0):
        told.append(one)
    assert results_of(told)["next"] in {1, 3, 6, 10}


def test_tasks_are_shared_among_the_workers(run):
    told = run([Task(str(n), say_process) for n in range(20)], never)
    assert len({one.event for one in told}) == 2


def test_what_tasks_share_is_there_once_in_each_worker_however_large(run):
    large = bytes(20_000_000)
    tasks = [Task(str(n), say_where_shared_lies) for n in range(8)]
    told = list(run(tasks, never, shared=large))
    assert {one.event for one in told if not one.is_last} == {len(large)}
    places = set(results_of(told).values())
    assert len(places) == len({process for process, _ in places})


def test_the_cluster_stays_when_all_is_told(run):
    for _ in range(2):
        assert results_of(list(run([Task("sum", add_up, (2,))], never, shared=0))) == {"sum": 3}


def test_a_worker_that_is_killed_loses_no_result_and_doubles_none(tmp_path: Path):
    go, killed, told = tmp_path / "go", 0, []
    with cluster_of(2) as settings:
        for one in cluster(settings)([Task(str(n), wait_for, (go,)) for n in range(6)], never):
            told.append(one)
            if not killed and len({one.event for one in told}) == 2:
                killed = one.event
                os.kill(killed, signal.SIGKILL)
                go.write_text("gone on")
    assert sorted(one.key for one in told if one.is_last) == list("012345")
    assert set(results_of(told).values()) == {"gone on"}
    assert max(one.attempt for one in told) == 2


def test_a_scheduler_that_is_not_there_is_told_in_one_sentence():
    settings = ClusterSettings(f"tcp://127.0.0.1:{free_port()}", seconds_to_connect=SHORTLY)
    with pytest.raises(ClusterError, match="must be the address of a Dask scheduler"):
        next(cluster(settings)([Task("sum", add_up, (2,))], never))


def test_an_address_for_certificates_that_are_not_there_names_their_setting():
    settings = ClusterSettings(f"tls://127.0.0.1:{free_port()}", seconds_to_connect=SHORTLY)
    with pytest.raises(ClusterError, match=TLS_SETTING):
        next(cluster(settings)([Task("sum", add_up, (2,))], never))


def test_a_cluster_without_workers_is_told_in_one_sentence():
    with LocalCluster(n_workers=0, **HERE) as empty:
        settings = ClusterSettings(empty.scheduler_address, seconds_to_connect=SHORTLY)
        with pytest.raises(ClusterError, match="at least one worker"):
            next(cluster(settings)([Task("sum", add_up, (2,))], never))


def test_a_cluster_behind_certificates_is_reached_with_those_of_dask(tmp_path: Path):
    pytest.importorskip("cryptography")
    security = Security.temporary()
    files = {"ca-file": security.tls_ca_file}
    files |= {"client.cert": security.tls_client_cert, "client.key": security.tls_client_key}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    tls = {f"distributed.comm.tls.{name}": str(tmp_path / name) for name in files}
    with (
        LocalCluster(
            n_workers=1, processes=False, protocol="tls", security=security, **HERE
        ) as one,
        dask.config.set(tls),
    ):
        run = cluster(ClusterSettings(one.scheduler_address))
        assert results_of(list(run([Task("sum", add_up, (2,))], never, shared=0))) == {"sum": 3}
