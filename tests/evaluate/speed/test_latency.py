import gc
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from core.evaluate.speed import interleaved, latency
from core.evaluate.speed.interleaved import FEWEST_CALLS, MOST_CALLS, WARM_CALLS, Times
from core.evaluate.speed.latency import Candidate, Measurement, measure_latency
from core.export.lookup import export_lookup
from core.models.network import NetworkModel
from core.spec import ModelSpec
from tests.export.examples import export_of, make_encoder, make_network, make_rows, make_trees

ENCODER = make_encoder(23, ())
ROWS = make_rows(ENCODER, 300)


@dataclass
class Clock:
    """Time that passes in calls only; the processor works unless the call waits."""

    wall_ns: int = 0
    cpu_ns: int = 0

    def perf_counter_ns(self) -> int:
        return self.wall_ns

    def perf_counter(self) -> float:
        return self.wall_ns / interleaved.NS_PER_SECOND

    def thread_time_ns(self) -> int:
        return self.cpu_ns

    def work(self, ms: float) -> None:
        self.cpu_ns += round(ms * latency.NS_PER_MS)
        self.wait(ms)

    def wait(self, ms: float) -> None:
        self.wall_ns += round(ms * latency.NS_PER_MS)


class FakeSession:
    """Stands in for an ONNX file and notes who was called with how many rows."""

    calls: list[tuple[str, int]]
    passing: dict[str, Callable[[], None]]
    collecting: list[bool]

    def __init__(self, model: bytes) -> None:
        self.name = model.decode()

    def run(self, rows: np.ndarray) -> np.ndarray:
        self.calls.append((self.name, len(rows)))
        self.collecting.append(gc.isenabled())
        self.passing[self.name]()
        return rows


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ticking = Clock()
    monkeypatch.setattr(interleaved, "time", ticking)
    return ticking


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch, clock: Clock) -> Callable[..., type[FakeSession]]:
    """Let a call of each name take so many milliseconds, or pass as a function says."""

    def make(**calls: float | Callable[[], None]) -> type[FakeSession]:
        FakeSession.calls, FakeSession.collecting = [], []
        FakeSession.passing = {
            name: call if callable(call) else lambda ms=call: clock.work(ms)
            for name, call in calls.items()
        }
        monkeypatch.setattr(latency, "Session", FakeSession)
        return FakeSession

    return make


def _named(*names: str) -> tuple[Candidate, ...]:
    return tuple(Candidate(name, name.encode(), np.zeros((300, 2), np.float32)) for name in names)


def test_wide_network_takes_longer_than_a_small_one() -> None:
    small, wide = measure_latency(
        (_network(ModelSpec(width=4)), _network(ModelSpec(width=512, depth=3))), seconds=0.3
    )
    assert wide.one_row.median > small.one_row.median
    assert wide.batch.median > 5 * small.batch.median
    assert wide.batch_cpu_ms is not None
    assert small.batch_cpu_ms is not None
    assert wide.batch_cpu_ms > 5 * small.batch_cpu_ms


def test_other_work_in_the_last_third_falls_on_all_models(
    clock: Clock, fake: Callable[..., type[FakeSession]]
) -> None:
    fast_calls = 2 * WARM_CALLS + 2 * MOST_CALLS * 2 // 3

    def call() -> None:
        clock.work(0.01 if len(session.calls) <= fast_calls else 0.1)

    session = fake(first=call, second=call)
    first, second = measure_latency(_named("first", "second"), seconds=1.0)
    assert first.one_row == second.one_row
    assert (first.one_row.median, first.one_row.p95) == (0.01, 0.1)
    assert first.one_row_cpu_ms == second.one_row_cpu_ms == 0.01
    assert not first.busy


@pytest.mark.slow
def test_every_model_of_a_comparison_is_timed() -> None:
    trees = make_trees(ENCODER, 2, trees=150, leaves=15, n_rows=3000)
    candidates = (
        Candidate("baseline", export_lookup(np.array([[0.2, 0.8]])), np.zeros(300, np.int64)),
        _network(ModelSpec()),
        _network(ModelSpec(name="linear")),
        Candidate("teacher", export_of(trees, ENCODER, 2), ROWS),
    )
    found = measure_latency(candidates)
    assert all(0 < one.one_row.median <= one.one_row.p95 for one in found)
    assert all(one.batch_rows == 256 for one in found)


def test_calls_of_the_models_are_interleaved(fake: Callable[..., type[FakeSession]]) -> None:
    session = fake(a=0.2, b=0.2)
    measure_latency(_named("a", "b"), seconds=0.1)
    order = [name for name, n_rows in session.calls if n_rows == 1][2 * WARM_CALLS :]
    changes = sum(one != other for one, other in itertools.pairwise(order))
    assert changes > len(order) / 4


def test_slow_model_is_called_less_often_but_twenty_times(
    fake: Callable[..., type[FakeSession]],
) -> None:
    session = fake(quick=0.2, slow=4.0)
    measure_latency(_named("quick", "slow"), seconds=0.1)
    single = [name for name, n_rows in session.calls if n_rows == 1]
    assert single.count("slow") - WARM_CALLS == FEWEST_CALLS
    assert single.count("quick") > single.count("slow")


def test_waiting_calls_are_told_as_a_busy_machine(
    clock: Clock, fake: Callable[..., type[FakeSession]]
) -> None:
    def call() -> None:
        clock.wait(2)
        clock.work(0.5)

    fake(waits=call)
    (found,) = measure_latency(_named("waits"), seconds=0.1)
    assert found.busy
    assert (found.one_row.median, found.one_row_cpu_ms) == (2.5, 0.5)


def test_the_clocks_say_that_a_call_takes_time() -> None:
    (found,) = measure_latency((_network(ModelSpec()),), seconds=0.01)
    assert 0 < found.one_row.median <= found.one_row.p95
    assert found.one_row_cpu_ms is not None
    assert 0 < found.one_row_cpu_ms < found.batch_cpu_ms


def test_garbage_collection_is_off_while_measuring_and_on_afterwards(
    fake: Callable[..., type[FakeSession]],
) -> None:
    session = fake(a=0.2)
    assert gc.isenabled()
    measure_latency(_named("a"), seconds=0.01)
    assert not any(session.collecting)
    assert gc.isenabled()


def test_few_rows_still_make_a_full_batch(fake: Callable[..., type[FakeSession]]) -> None:
    session = fake(few=0.2)
    few = Candidate("few", b"few", np.zeros((3, 2), np.float32))
    measure_latency((few,), batch_rows=64, seconds=0.01)
    assert {n_rows for _, n_rows in session.calls} == {1, 64}


def test_processor_time_is_left_out_where_the_clock_cannot_see_a_call() -> None:
    unseen = Times(np.full((5, 2), 3_000_000), np.zeros((5, 2), np.int64))
    found = Measurement((unseen,), 256, (unseen,)).latency(0)
    assert found.busy
    assert found.one_row_cpu_ms is None
    assert found.batch_ms == 3


def test_nothing_to_measure_gives_nothing() -> None:
    assert measure_latency(()) == ()


def _network(spec: ModelSpec) -> Candidate:
    model: NetworkModel = make_network(spec, ENCODER, 2)
    return Candidate(spec.name, export_of(model, ENCODER, 2), ROWS)
