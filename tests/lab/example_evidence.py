"""Evidence of the example run, made by hand: two hundred test rows, three seeds."""

from __future__ import annotations

from typing import Literal

import numpy as np

from core.lab.evidence import Answered, Evidence
from core.tasks.protected import ProtectedColumn

N_TEST, N_VALIDATION, N_SEEDS = 200, 100, 3
FIRST_DAY = np.datetime64("2023-02-01")


def make_evidence(task: Literal["credit", "direction"] = "credit") -> Evidence:
    """Build answers that are right about as often as the role says."""
    draw = np.random.default_rng(5)
    target = draw.integers(0, 2, N_TEST)
    validation = draw.integers(0, 2, N_VALIDATION)
    market = task == "direction"
    days = FIRST_DAY + np.arange(N_TEST // 2).repeat(2)
    return Evidence(
        target=target,
        validation_target=validation,
        baseline=_majority(),
        alone=_answered(draw, target, validation, strength=1.0, seeds=N_SEEDS),
        distilled=_answered(draw, target, validation, strength=1.2, seeds=N_SEEDS),
        teacher=_answered(draw, target, validation, strength=1.5, seeds=1),
        dates=days if market else None,
        tickers=np.tile(["AAA", "BBB"], N_TEST // 2) if market else None,
        next_return=draw.normal(0.0005, 0.01, N_TEST) if market else None,
        protected=() if market else (_protected(draw),),
    )


def _majority() -> Answered:
    test = np.full((1, N_TEST, 2), (0.55, 0.45), np.float32)
    return Answered(test, test[0, :N_VALIDATION], predicted=np.zeros(N_TEST, np.int64))


def _answered(
    draw: np.random.Generator,
    target: np.ndarray,
    validation: np.ndarray,
    strength: float,
    seeds: int,
) -> Answered:
    test = np.stack([_probabilities(draw, target, strength) for _ in range(seeds)])
    return Answered(test, _probabilities(draw, validation, strength), shown=seeds - 1)


def _probabilities(draw: np.random.Generator, target: np.ndarray, strength: float) -> np.ndarray:
    logit = strength * (2 * target - 1) + draw.normal(0, 1, len(target))
    second = 1 / (1 + np.exp(-logit))
    return np.stack([1 - second, second], axis=1).astype(np.float32)


def _protected(draw: np.random.Generator) -> ProtectedColumn:
    return ProtectedColumn("sex", draw.choice(["female", "male"], N_TEST))
