"""Paying for slow imports before the first run instead of during it."""

from __future__ import annotations

from functools import cache

import torch

from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.lab import experiment as _all_that_runs_need  # noqa: F401
from core.lab.opening import THREADS
from core.lab.watched import never
from core.spec import ModelSpec, TrainSpec


@cache
def warm_up() -> None:
    """Import what a run needs and take one training step, once a process.

    The first optimizer of a process makes PyTorch import its compiler, which takes seconds.
    """
    torch.set_num_threads(THREADS)
    rows = TaughtRows(
        torch.zeros(8, 2), torch.arange(8) % 2, torch.ones(8, dtype=torch.bool), torch.zeros(8, 2)
    )
    spec, learners = ModelSpec(name="linear"), (Learner("alone", 0, 0.0, 1.0),)
    for _ in fit_stacked(spec, learners, rows, rows, TrainSpec(epochs=1), never):
        pass
