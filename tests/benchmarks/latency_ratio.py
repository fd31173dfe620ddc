"""Whether the ratio of two latencies repeats on a busy machine, and the same file equals itself.

    python -m tests.benchmarks.latency_ratio [LOAD_PROCESSES]

Two processes that never rest run beside it unless told otherwise. The ratio is measured ten
times for each pair, together with the two baselines and the student alone, as in a run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from core.evaluate.speed.latency import Candidate
from core.evaluate.speed.latency_ratio import Ratio, SpeedUp, measure_speed
from core.evaluate.speed.memory import measure_memory
from core.evaluate.speed.speed_words import speed_sentence
from core.export.lookup import export_lookup
from core.spec import ModelSpec
from tests.export.examples import export_of, make_encoder, make_network, make_trees, rows_for

REPEATS = 10
LOAD_PROCESSES = 2
MOST_SPREAD = 0.15
LEAST_SAME, MOST_SAME = 0.97, 1.03
ROWS, FEATURES = 1024, 23
ENCODER = make_encoder(FEATURES, ())


def network(name: str, spec: ModelSpec) -> Candidate:
    """Export a network that learned nothing, which takes as long as one that did."""
    model = make_network(spec, ENCODER, 2)
    return Candidate(name, export_of(model, ENCODER, 2), rows_for(spec, ENCODER, ROWS))


def trees(name: str) -> Candidate:
    """Export the usual boosted trees."""
    model = make_trees(ENCODER, 2, trees=150, leaves=15, n_rows=3000)
    return Candidate(name, export_of(model, ENCODER, 2), rows_for(model.spec, ENCODER, ROWS))


def baselines() -> tuple[Candidate, ...]:
    """Return what stands beside student and teacher in every run."""
    lookup = export_lookup(np.array([[0.2, 0.8]]))
    codes = np.zeros(ROWS, np.int64)
    linear = network("logistic regression", ModelSpec(name="linear"))
    return (Candidate("most frequent", lookup, codes), linear)


def pairs() -> dict[str, tuple[Candidate, Candidate]]:
    """Return student and teacher of each pair."""
    student = ModelSpec(width=16)
    gru, lstm = (ModelSpec(name=name, width=width) for name, width in (("gru", 8), ("lstm", 64)))
    return {
        "MLP 16, boosted trees": (network("student", student), trees("teacher")),
        "MLP 16, MLP 256 × 2": (
            network("student", student),
            network("teacher", ModelSpec(width=256, depth=2)),
        ),
        "GRU 8, LSTM 64": (network("student", gru), network("teacher", lstm)),
    }


@contextmanager
def load_beside(processes: int) -> Iterator[None]:
    """Keep processors busy with other work meanwhile."""
    running = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(processes)
    ]
    try:
        yield
    finally:
        for one in running:
            one.kill()
            one.wait()


def report(size: str, ratios: list[Ratio]) -> None:
    """Print ten ratios, their spread, and the same file against itself."""
    means = np.array([one.times_as_fast.mean for one in ratios])
    same = np.array([one.same_file.mean for one in ratios])
    spread = float(np.ptp(means) / np.median(means))
    kept = spread <= MOST_SPREAD and same.min() >= LEAST_SAME and same.max() <= MOST_SAME
    print(f"  {size:<9}", *(f"{mean:.2f}" for mean in means))
    print(f"  {'':<9} spread {spread:.1%}, A/A {same.min():.3f} to {same.max():.3f}", end="")
    print("" if kept else "   not within 15 % and 0.97 to 1.03")


def main(processes: int = LOAD_PROCESSES) -> None:
    """Print one block for each pair, and the memory of each model."""
    others = baselines()
    for name, (student, teacher) in pairs().items():
        alone = Candidate("alone", student.onnx, student.rows)
        found: list[SpeedUp] = []
        with load_beside(processes):
            start = time.perf_counter()
            for seed in range(REPEATS):
                candidates = (*others, alone, student, teacher)
                found.append(measure_speed(candidates, "student", "teacher", seed=seed)[1])
            seconds = (time.perf_counter() - start) / REPEATS
        busy = sum(one.busy for one in found)
        print(f"{name}: {seconds:.2f} s each, {busy} of {REPEATS} called busy")
        report("one row", [one.one_row for one in found])
        report("batch", [one.batch for one in found])
        print(f"  {speed_sentence(found[-1])}")
        for one in (student, teacher):
            started = time.perf_counter()
            memory = measure_memory(one.onnx, one.rows)
            if memory is not None:
                added, runtime = memory.added_bytes / 1e6, memory.runtime_bytes / 1e6
                took = time.perf_counter() - started
                print(f"  {one.name} adds {added:.1f} MB to {runtime:.1f} MB ({took:.1f} s)")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
