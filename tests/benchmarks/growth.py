"""How cost grows with the rows: processor time and peak memory, each size in a fresh process."""

from __future__ import annotations

import multiprocessing
import resource
import sys

import torch

from tests.benchmarks.distillation_loop import Case, cpu_seconds, made_up, new_teacher, train_stack

SIZES = (1_000, 10_000, 100_000, 1_000_000)
PAIRS = Case(10, 5)
EPOCHS = 2
BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024


def peak_megabytes() -> float:
    """Return the most memory this process has held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * BYTES_PER_UNIT / 2**20


def measure(n_rows: int) -> tuple[int, float, float, float]:
    """Return rows, nanoseconds a student and row, peak memory, and what the data needs of it."""
    torch.set_num_threads(1)
    teacher = new_teacher()
    rows, validation = made_up(teacher, n_rows, 1), made_up(teacher, 256, 2)
    before = peak_megabytes()
    train_stack(PAIRS.learners, made_up(teacher, 1_000, 3), validation, 1)
    spent = cpu_seconds(lambda: train_stack(PAIRS.learners, rows, validation, EPOCHS))
    each = spent / (n_rows * EPOCHS * PAIRS.students)
    return n_rows, each * 1e9, peak_megabytes(), before


def main() -> None:
    """Print one line for each number of rows."""
    print(f"{PAIRS.students} students of {PAIRS.seeds} seeds, {EPOCHS} epochs\n")
    print("| rows | ns a row and student | peak MB | of it before training |\n|-|-|-|-|")
    context = multiprocessing.get_context("spawn")
    for n_rows in SIZES:
        with context.Pool(1) as pool:
            rows, each, peak, before = pool.apply(measure, (n_rows,))
        print(f"| {rows:,} | {each:.0f} | {peak:,.0f} | {before:,.0f} |")


if __name__ == "__main__":
    main()
