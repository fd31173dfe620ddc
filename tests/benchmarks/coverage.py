"""How often the 95 % intervals hold a known difference: python -m tests.benchmarks.coverage.

With a number behind it, simulations are drawn from that seed on, so none is seen twice.
"""

from __future__ import annotations

import math
import sys

import torch

from tests.evaluate.simulated_pairs import Pair

SIMULATIONS = 400
# A third of what a run draws: the ends of an interval move little, the time a lot.
N_RESAMPLES = 300
LEAST, MOST = 0.93, 0.97

CASES: tuple[tuple[str, Pair], ...] = (
    ("independent rows, 5 seeds against 5", Pair()),
    ("independent rows, 5 seeds against one teacher", Pair(seeds=(5, 1))),
    ("days, 5 seeds against 5", Pair(rows_a_day=2, persistence=0.8)),
    ("days, 5 seeds against one teacher", Pair(rows_a_day=2, persistence=0.8, seeds=(5, 1))),
    ("days of long memory, one model against one", Pair(persistence=0.9, seeds=(1, 1))),
)


def coverage(pair: Pair, first_seed: int = 0) -> float:
    """Return the share of simulated comparisons whose interval holds the true difference."""
    seeds = range(first_seed, first_seed + SIMULATIONS)
    return sum(pair.covers(seed, N_RESAMPLES) for seed in seeds) / SIMULATIONS


def main(first_seed: int = 0) -> None:
    """Print one line a case."""
    torch.set_num_threads(1)
    print(f"{SIMULATIONS} simulations each, {N_RESAMPLES} resamples, differences in AUC\n")
    print("| case | rows | true difference | coverage | standard error | 93 to 97 % |")
    print("|-|-|-|-|-|-|")
    for name, pair in CASES:
        held = coverage(pair, first_seed)
        error = math.sqrt(held * (1 - held) / SIMULATIONS)
        print(
            f"| {name} | {pair.n_days * pair.rows_a_day} | {pair.true_difference:.4f} "
            f"| {held:.1%} | {error:.1%} | {'yes' if LEAST <= held <= MOST else 'NO'} |",
            flush=True,
        )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
