"""How long a whole landscape takes: 125 students on rows the size of the Taiwan sample."""

from __future__ import annotations

import torch

from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.spec import TrainSpec
from tests.benchmarks.distillation_loop import cpu_seconds
from tests.benchmarks.peers import STUDENT

TRAIN_ROWS, VALIDATION_ROWS, FEATURES = 21_000, 4_500, 20
ALPHAS = (0.0, 0.25, 0.5, 0.75, 1.0)
TEMPERATURES = (1.0, 2.0, 3.0, 4.0, 8.0)
SEEDS = range(5)


def made_up(n_rows: int, seed: int) -> TaughtRows:
    """Return random rows of two classes, one of them rarer."""
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(n_rows, FEATURES, generator=generator)
    score = inputs[:, 0] + inputs[:, 1] * inputs[:, 2] - 0.9
    said = torch.stack([-score, score], dim=1)
    return TaughtRows(inputs, (score > 0).long(), torch.ones(n_rows, dtype=torch.bool), said)


def train() -> None:
    """Train every cell for every seed, validated after each epoch, best weights kept."""
    learners = tuple(
        Learner("distilled", seed, alpha, heat)
        for seed in SEEDS
        for alpha in ALPHAS
        for heat in TEMPERATURES
    )
    rows, validation = made_up(TRAIN_ROWS, 1), made_up(VALIDATION_ROWS, 2)
    for _ in fit_stacked(STUDENT, learners, rows, validation, TrainSpec(), lambda: False):
        pass


def main() -> None:
    """Print the processor time of a landscape."""
    torch.set_num_threads(1)
    n_students = len(ALPHAS) * len(TEMPERATURES) * len(SEEDS)
    what = f"{n_students} students, {TRAIN_ROWS:,} rows x {FEATURES}, {TrainSpec().epochs} epochs"
    print(f"{what}: {cpu_seconds(train):.1f} s on one thread")


if __name__ == "__main__":
    main()
