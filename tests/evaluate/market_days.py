"""Made-up days of trading for the tests of evaluation."""

from __future__ import annotations

import numpy as np

from core.evaluate.compare import Answers
from core.evaluate.trading.ledger import Market


def days_from(n_days: int) -> np.ndarray:
    return np.busday_offset("2015-01-05", np.arange(n_days), roll="forward")


def make_market(n_days: int = 300, n_tickers: int = 2, seed: int = 0, drift: float = 0.0) -> Market:
    """A balanced panel of normal returns, ticker by ticker."""
    returns = np.random.default_rng(seed).normal(drift, 0.01, n_days * n_tickers)
    tickers = np.repeat([f"T{number}" for number in range(n_tickers)], n_days).astype(object)
    return Market(np.tile(days_from(n_days), n_tickers), returns, tickers)


def sure_of(name: str, classes: np.ndarray, n_classes: int = 2) -> Answers:
    """Answers that give each class of shape (n_seeds, n_rows) all the probability."""
    return Answers(name, np.eye(n_classes)[np.atleast_2d(classes)])
