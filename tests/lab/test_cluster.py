"""Tasks here and on a cluster of this machine."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import psutil
import pytest

from core.errors import ClusterError, DataError
from core.lab.cluster.choice import WORTH_SECONDS, cluster, runner
from core.lab.cluster.inline import inline
from core.lab.cluster.settings import ADDRESS_SETTING, ClusterSettings
from core.lab.cluster.tasks import Failed, Task, Told
from tests.lab.cluster_work import add_up, die, divide_by_zero, go_on, lack_rows

pytestmark = pytest.mark.xdist_group("cluster")

SUMS = tuple(Task(f"sum of {n}", add_up, (n,)) for n in (3, 0, 5))


def never() -> bool:
    return False


def by_key(told: list[Told]) -> dict[str, list[Told]]:
    return {key: [one for one in told if one.key == key] for key in {one.key for one in told}}


def results_of(told: list[Told]) -> dict[str, object]:
    return {one.key: one.event for one in told if one.is_last}


def test_a_task_tells_its_steps_and_then_its_result():
    told = list(inline([Task("three", add_up, (3,))], never, shared=10))
    assert told == [
        Told("three", 1, 1, 1),
        Told("three", 1, 2, 3),
        Told("three", 1, 3, 6),
        Told("three", 1, 4, 16, is_last=True),
    ]


def test_a_task_that_fails_is_told_and_the_next_goes_on():
    told = list(inline([Task("a", lack_rows), Task("b", add_up, (1,))], never, shared=0))
    results = results_of(told)
    assert isinstance(results["a"], Failed)
    assert type(results["a"].error) is DataError
    assert results["b"] == 1


def test_a_bug_is_raised_as_it_is():
    with pytest.raises(ZeroDivisionError):
        list(inline([Task("a", divide_by_zero), *SUMS], never, shared=0))


def test_stop_keeps_what_was_done_and_begins_nothing_more():
    results: dict[str, object] = {}
    for told in inline([SUMS[0], Task("a", go_on), *SUMS], lambda: bool(results), shared=0):
        results.update(results_of([told]))
    assert results == {"sum of 3": 6}


def test_one_task_can_be_ended_early():
    tasks = [Task("a", go_on), SUMS[2]]
    told = list(inline(tasks, never, shared=0, is_enough=lambda one: one.event == "begun"))
    assert results_of(told) == {"a": "ended early", "sum of 5": 15}


def test_what_is_asked_to_stop_by_an_error_passes_through():
    class Cancelled(BaseException):
        pass

    def cancel() -> bool:
        raise Cancelled

    with pytest.raises(Cancelled):
        list(inline(SUMS, cancel))


@dataclass(frozen=True)
class Seen:
    """What was told by a cluster of this machine, and what was there meanwhile and afterwards."""

    told: list[Told]
    addresses: set[str]
    left_over: list[psutil.Process]


@pytest.fixture(scope="module")
def seen() -> Seen:
    here = psutil.Process()
    before = set(here.children(recursive=True))
    told: list[Told] = []
    addresses: set[str] = set()
    for one in cluster(ClusterSettings(processes=2))(SUMS, never, shared=10):
        told.append(one)
        processes = [here, *(set(here.children(recursive=True)) - before)]
        addresses |= {
            line.laddr.ip
            for process in processes
            for line in process.net_connections("inet")
            if line.status == psutil.CONN_LISTEN
        }
    return Seen(told, addresses, list(set(here.children(recursive=True)) - before))


@pytest.mark.slow
def test_a_cluster_tells_the_same_of_each_task(seen):
    assert by_key(seen.told) == by_key(list(inline(SUMS, never, shared=10)))


@pytest.mark.slow
def test_nothing_of_a_cluster_here_can_be_reached_from_elsewhere(seen):
    assert seen.addresses == {"127.0.0.1"}


@pytest.mark.slow
def test_no_process_is_left_when_all_is_told(seen):
    names = [" ".join(process.cmdline()) for process in seen.left_over]
    assert not [name for name in names if "spawn_main" in name]


@pytest.mark.slow
def test_a_task_that_no_worker_survives_fails_in_one_sentence():
    settings = ClusterSettings(processes=1, deaths=0)
    told = list(cluster(settings)([Task("a", die), SUMS[0]], never, shared=0))
    results = results_of(told)
    assert isinstance(results["a"], Failed)
    assert isinstance(results["a"].error, ClusterError)
    assert "1 process died" in str(results["a"].error)


@pytest.mark.parametrize(
    ("seconds", "n_tasks", "processes"), [(WORTH_SECONDS - 1, 9, 2), (999, 1, 2), (999, 9, 1)]
)
def test_short_or_single_work_stays_in_this_thread(seconds, n_tasks, processes):
    assert runner(seconds, n_tasks, ClusterSettings(processes=processes)) is inline


def test_long_work_goes_to_as_many_processes_as_there_are_tasks():
    chosen = runner(WORTH_SECONDS, 3, ClusterSettings(processes=8))
    assert isinstance(chosen, partial)
    assert chosen.keywords["settings"].processes == 3


def test_a_cluster_that_is_set_is_used_even_for_short_work(monkeypatch):
    monkeypatch.setenv(ADDRESS_SETTING, " tcp://127.0.0.1:8786 ")
    chosen = runner(0.1, 1)
    assert isinstance(chosen, partial)
    assert chosen.keywords["settings"].address == "tcp://127.0.0.1:8786"
