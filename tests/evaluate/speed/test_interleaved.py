import itertools

import numpy as np
import pytest

from core.evaluate.speed import interleaved
from core.evaluate.speed.interleaved import (
    FEWEST_CALLS,
    FEWEST_ROUNDS,
    MOST_CALLS,
    MOST_ROUNDS,
    WARM_CALLS,
    Asked,
    Times,
    batches_of,
    cpu_share,
    time_in_turns,
    without_garbage_collection,
)

MS = 1_000_000


class Clock:
    """Stands in for the clocks: a call takes as long as its model says, of which some is work."""

    def __init__(self, cpu_share: float = 1.0) -> None:
        self.wall_ns = 0
        self.cpu_share = cpu_share

    def perf_counter_ns(self) -> int:
        return self.wall_ns

    def thread_time_ns(self) -> int:
        return round(self.wall_ns * self.cpu_share)

    def perf_counter(self) -> float:
        return self.wall_ns / 1e9


class Slow:
    """Takes so many nanoseconds, and writes its name down."""

    def __init__(self, name: str, clock: Clock, call_ns: int, calls: list[str]) -> None:
        self.name, self.clock, self.call_ns, self.calls = name, clock, call_ns, calls
        self.asked: list[float] = []

    def run(self, rows: np.ndarray) -> np.ndarray:
        self.clock.wall_ns += self.call_ns
        self.calls.append(self.name)
        self.asked.append(float(rows.flat[0]))
        return rows


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(interleaved, "time", made)
    return made


def timed(
    clock: Clock, seconds: float, *calls_ns: int, seed: int = 0
) -> tuple[tuple[Times, ...], list[str]]:
    """Time models that take so long, and return the order of their calls after warming up."""
    calls: list[str] = []
    models = [Slow(str(place), clock, ns, calls) for place, ns in enumerate(calls_ns)]
    asked = [Asked(model, [np.zeros(1)]) for model in models]
    times = time_in_turns(asked, seconds, np.random.default_rng(seed))
    return times, calls[-sum(one.wall_ns.size for one in times) :]


def test_models_are_paired_in_the_same_number_of_rounds(clock: Clock) -> None:
    (quick, slow), _ = timed(clock, 1.0, MS, 20 * MS)
    assert len(quick.wall_ns) == len(slow.wall_ns) == 25
    assert quick.wall_ns.shape[1] == 20
    assert slow.wall_ns.shape[1] == 1


def test_each_round_holds_the_same_calls_in_another_order(clock: Clock) -> None:
    (first, second), order = timed(clock, 0.4, MS, MS)
    size = first.wall_ns.shape[1] + second.wall_ns.shape[1]
    rounds = [tuple(order[at : at + size]) for at in range(0, len(order), size)]
    assert {(one.count("0"), one.count("1")) for one in rounds} == {(size // 2, size // 2)}
    assert len(set(rounds)) > len(rounds) / 2


def test_order_of_calls_follows_the_seed(clock: Clock) -> None:
    again, other = (timed(clock, 0.4, MS, MS, seed=seed)[1] for seed in (0, 1))
    assert timed(clock, 0.4, MS, MS)[1] == again
    assert again != other


def test_quick_models_are_called_often_but_not_without_end(clock: Clock) -> None:
    (times,), _ = timed(clock, 100.0, MS)
    assert times.wall_ns.shape == (MOST_ROUNDS, MOST_CALLS // MOST_ROUNDS)


def test_slow_model_is_called_twenty_times(clock: Clock) -> None:
    (times,), _ = timed(clock, 0.1, 50 * MS)
    assert times.wall_ns.shape == (FEWEST_CALLS, 1)


def test_very_slow_model_is_called_five_times(clock: Clock) -> None:
    (times,), _ = timed(clock, 0.1, 4000 * MS)
    assert times.wall_ns.shape == (FEWEST_ROUNDS, 1)


def test_warming_up_a_very_slow_model_takes_one_call(clock: Clock) -> None:
    timed(clock, 0.1, 4000 * MS)
    assert clock.wall_ns == (1 + FEWEST_ROUNDS) * 4000 * MS


def test_warm_calls_are_not_counted(clock: Clock) -> None:
    calls: list[str] = []
    asked = Asked(Slow("a", clock, MS, calls), [np.zeros(1)])
    (times,) = time_in_turns([asked], 0.01, np.random.default_rng(0))
    assert len(calls) == times.wall_ns.size + WARM_CALLS


def test_rounds_end_when_the_machine_is_slower_than_in_warming_up(clock: Clock) -> None:
    class Slowing(Slow):
        def run(self, rows: np.ndarray) -> np.ndarray:
            self.call_ns = MS if len(self.calls) < WARM_CALLS else 10 * MS
            return super().run(rows)

    asked = Asked(Slowing("a", clock, MS, []), [np.zeros(1)])
    (times,) = time_in_turns([asked], 1.0, np.random.default_rng(0))
    assert FEWEST_ROUNDS <= len(times.wall_ns) < FEWEST_CALLS


def test_times_are_those_of_the_clocks(clock: Clock) -> None:
    clock.cpu_share = 0.5
    (times,), _ = timed(clock, 0.1, 2 * MS)
    assert set(times.wall_ns.flat) == {2 * MS}
    assert set(times.cpu_ns.flat) == {MS}
    assert cpu_share([times]) == 0.5


def test_cost_of_the_clocks_is_taken_off_the_processor_time(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interleaved, "_clock_cost_ns", lambda: 300)
    (times,), _ = timed(clock, 0.1, 2 * MS)
    assert set(times.cpu_ns.flat) == {2 * MS - 300}


@pytest.mark.parametrize(("cpu_ns", "known"), [(1, True), (0, False)])
def test_coarse_clock_is_noticed(cpu_ns: int, known: bool) -> None:
    assert Times(np.full((2, 3), MS), np.full((2, 3), cpu_ns)).cpu_is_known is known


def test_batches_are_asked_in_turn_and_again_from_the_first(clock: Clock) -> None:
    model = Slow("a", clock, MS, [])
    asked = Asked(model, [np.full(1, value) for value in (7.0, 8.0, 9.0)])
    for call in range(5):
        asked.time_call(call)
    assert model.asked == [7, 8, 9, 7, 8]


@pytest.mark.parametrize(
    ("n_rows", "size", "most", "count"), [(300, 1, 64, 64), (300, 100, 64, 3), (3, 8, 64, 1)]
)
def test_rows_are_cut_into_whole_batches(n_rows: int, size: int, most: int, count: int) -> None:
    batches = batches_of(np.arange(n_rows), size, most)
    assert [len(batch) for batch in batches] == [size] * count
    assert (np.concatenate(batches) == np.resize(np.arange(n_rows), count * size)).all()


def test_garbage_collection_stays_off_for_who_had_it_off() -> None:
    interleaved.gc.disable()
    try:
        with without_garbage_collection():
            assert not interleaved.gc.isenabled()
        assert not interleaved.gc.isenabled()
    finally:
        interleaved.gc.enable()


def test_neighbours_change_often(clock: Clock) -> None:
    _, order = timed(clock, 0.4, MS, MS)
    changes = sum(one != other for one, other in itertools.pairwise(order))
    assert changes > len(order) / 3
