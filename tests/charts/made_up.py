"""Answers of two made-up models for the tests of charts."""

from __future__ import annotations

import numpy as np

from tests.evaluate.made_up import probabilities

NAMES = ("paid", "<default>")
TARGET = (np.random.default_rng(0).random(400) < 0.3).astype(np.int64)


def table(seed: int, skill: float = 0.8) -> np.ndarray:
    """Probabilities of one model, of shape (400, 2)."""
    return probabilities(np.random.default_rng(seed), TARGET, 2, skill)


TWO_MODELS = {"alone": table(1), "teacher": table(2, skill=1.5)}
