"""How fast students train, against the loops that others use.

One thread and processor time; all loops run in turns in one process, so the ratios hold on
a busy machine. A peer trains one student; many students cost it as many times as much.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn

from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.models.network import build_network
from core.spec import ModelSpec, TrainSpec
from tests.benchmarks.peers import ALPHA, BATCH, LEARNING_RATE, STUDENT, TEMPERATURE, peers

ROWS, FEATURES = 10_000, 32
EPOCHS, REPEATS = 10, 3
STUDENTS = (1, 8, 32, 125)
GRID_SEEDS = 5
TEACHER = ModelSpec(name="mlp", width=256, depth=2)


@dataclass(frozen=True)
class Case:
    """So many students of so many seeds."""

    students: int
    seeds: int

    @property
    def name(self) -> str:
        """What the table calls it."""
        if self.seeds == self.students:
            return f"{self.students} of own seed"
        return f"{self.students} of {self.seeds} seeds"

    @property
    def learners(self) -> tuple[Learner, ...]:
        """Seed by seed."""
        cells = self.students // self.seeds
        return tuple(
            Learner("distilled", seed, ALPHA, TEMPERATURE)
            for seed in range(self.seeds)
            for _ in range(cells)
        )


CASES = (*(Case(n, n) for n in STUDENTS), Case(125, GRID_SEEDS))


def made_up(teacher: nn.Module, n_rows: int, seed: int) -> TaughtRows:
    """Return random rows with the teacher's answers."""
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(n_rows, FEATURES, generator=generator)
    target = (inputs[:, 0] + inputs[:, 1] * inputs[:, 2] > 0).long()
    with torch.no_grad():
        said = torch.cat([teacher(part) for part in inputs.split(4096)])
    return TaughtRows(inputs, target, torch.ones(n_rows, dtype=torch.bool), said)


def new_teacher() -> nn.Module:
    return build_network(TEACHER, FEATURES, 2, torch.Generator().manual_seed(9)).eval()


def train_stack(
    learners: tuple[Learner, ...], rows: TaughtRows, validation: TaughtRows, epochs: int
) -> None:
    """Train students at once, watched and validated after each epoch."""
    settings = TrainSpec(epochs=epochs, batch_size=BATCH, learning_rate=LEARNING_RATE)
    for _ in fit_stacked(STUDENT, learners, rows, validation, settings, lambda: False):
        pass


def cpu_seconds(work: Callable[[], None]) -> float:
    """Return the processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def measure() -> tuple[list[str], dict[str, float], dict[str, float]]:
    """Return what could not run, and rows a second of the peers and of our cases in total."""
    teacher = new_teacher()
    rows, validation = made_up(teacher, ROWS, 1), made_up(teacher, 256, 2)
    able = [peer for peer in peers() if peer.missing is None]
    skipped = [f"{peer.name} skipped, {peer.missing}" for peer in peers() if peer.missing]
    seconds: dict[str, list[float]] = {}
    for _ in range(REPEATS):
        for peer in able:
            spent = cpu_seconds(lambda p=peer: p.train(teacher, rows, EPOCHS))
            seconds.setdefault(peer.name, []).append(spent)
        for case in CASES:
            spent = cpu_seconds(lambda c=case: train_stack(c.learners, rows, validation, EPOCHS))
            seconds.setdefault(case.name, []).append(spent)
    best = {name: ROWS * EPOCHS / statistics.median(spent) for name, spent in seconds.items()}
    theirs = {peer.name: best[peer.name] for peer in able}
    return skipped, theirs, {case.name: case.students * best[case.name] for case in CASES}


def main() -> None:
    """Print one line for each peer and each number of students."""
    torch.set_num_threads(1)
    skipped, theirs, ours = measure()
    print(f"{ROWS:,} rows x {FEATURES}, student MLP-16, teacher MLP-256x2, batch {BATCH}\n")
    heads = "".join(f" | x {name}" for name in theirs)
    print(f"| loop | student rows a second{heads} |\n|-|-{'|-' * len(theirs)}|")
    for name, rate in (theirs | ours).items():
        shown = name if name in theirs else f"stack, {name}"
        ratios = "".join(f" | {rate / other:.1f}" for other in theirs.values())
        print(f"| {shown} | {rate:,.0f}{ratios} |")
    for sentence in skipped:
        print(f"\n{sentence}")


if __name__ == "__main__":
    main()
