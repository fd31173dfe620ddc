"""How long a whole landscape takes, beside training its students one by one, and the estimates.

On the Taiwan sample with the teacher already there. The loop of PyTorch's tutorial trains one
student on the same rows with the same batch size; as many as the landscape has cost it as many
times as much. Processor time for that ratio, wall time for how long a user waits.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import torch

from core.distill.learners import TaughtRows, taught_rows
from core.lab.rows import prepare
from core.lab.sweep.estimate import cores, estimate, sizes_of
from core.lab.sweep.outcome import CellsTold, Sweep
from core.lab.sweep.run import run_sweep
from core.lab.teachers import Shelf
from core.lab.warm_up import warm_up
from core.models.network import build_network
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.spec.sweep import SweepSpec
from tests.benchmarks import peers
from tests.benchmarks.distillation_loop import cpu_seconds

LOOP_EPOCHS = 3
TEACHER = ModelSpec(name="mlp", width=256, depth=2)
QUIET = TrainSpec(tune="off")
ESTIMATED = {
    "German credit, MLP 8 and 32": SweepSpec(
        run=RunSpec(data=DataSpec(sample="german_credit"), train=QUIET),
        students=(ModelSpec(width=8), ModelSpec(width=32)),
    ),
    "Taiwan, frontier of seven": SweepSpec(
        run=RunSpec(train=QUIET),
        alphas=(0.9,),
        temperatures=(2.0,),
        students=(
            ModelSpec(name="linear"),
            *(ModelSpec(width=width) for width in (4, 8, 16, 32, 64)),
            ModelSpec(width=16, depth=2),
        ),
    ),
    "US stocks, risk, GRU 8": SweepSpec(
        run=RunSpec(
            data=DataSpec(sample="us_stocks"),
            task=TaskSpec(name="risk"),
            student=ModelSpec(name="gru", width=8),
            train=TrainSpec(tune="off", epochs=5, seeds=2),
        ),
        alphas=(0.5,),
        temperatures=(2.0,),
    ),
}


@dataclass(frozen=True)
class Timed:
    """Seconds of one sweep: to its first cells, in all, and of processor time."""

    first: float
    whole: float
    processor: float
    found: Sweep


def sweep_once(spec: SweepSpec, shelf: Shelf) -> Timed:
    """Run a sweep and time it."""
    started, spent = time.perf_counter(), time.process_time()
    first = 0.0
    for event in run_sweep(spec, shelf=shelf):
        if isinstance(event, CellsTold) and not first:
            first = time.perf_counter() - started
    assert isinstance(event, Sweep)
    return Timed(first, time.perf_counter() - started, time.process_time() - spent, event)


def loop_seconds(spec: SweepSpec) -> float:
    """Return the processor time of one student in the tutorial's loop, for all epochs."""
    dataset = prepare(spec.run).dataset
    rows: TaughtRows = taught_rows(spec.run.student, dataset.train, None)
    teacher = build_network(
        TEACHER, dataset.n_features, dataset.n_classes, torch.Generator().manual_seed(9)
    )
    peers.BATCH = spec.run.train.batch_size
    spent = cpu_seconds(lambda: peers.tutorial_loop(teacher, rows, LOOP_EPOCHS))
    return spent / LOOP_EPOCHS * spec.run.train.epochs


def main() -> None:
    """Print the landscape's times, its gain over the loop, and three estimates."""
    torch.set_num_threads(1)
    warm_up()
    spec, shelf = SweepSpec(run=RunSpec(train=QUIET)), Shelf()
    sweep_once(SweepSpec(run=spec.run, alphas=(0.0,), temperatures=(1.0,)), shelf)
    timed = sweep_once(spec, shelf)
    print(f"{spec.n_cells} cells, {spec.n_trained} students on the Taiwan sample, teacher stored")
    print(f"first cells after {timed.first:.1f} s, all with intervals after {timed.whole:.1f} s")
    one = loop_seconds(spec)
    students = timed.found.seconds.students
    print(f"one student in the tutorial's loop: {one:.1f} s of processor time")
    print(f"training the landscape: {students:.1f} s, {one * spec.n_trained / students:.0f} times")
    print("\n| sweep | estimated, s | took, s | ratio |\n|-|-:|-:|-:|")
    for name, asked in ESTIMATED.items():
        said = estimate(asked, sizes_of(prepare(asked.run).dataset), cores()).seconds
        took = sweep_once(asked, Shelf()).whole
        print(f"| {name} | {said:.1f} | {took:.1f} | {said / took:.2f} |", flush=True)


if __name__ == "__main__":
    main()
