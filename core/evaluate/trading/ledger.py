"""What acting on a model's answers would have earned, day by day and after cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from core.evaluate.scores import Array

BASIS_POINTS = 10_000
USUAL_COST_BP = 5.0


@dataclass(frozen=True)
class Market:
    """Days of decision of one or more securities, and what followed each.

    Parameters
    ----------
    dates : ndarray of shape (n_rows,), datetime64
        Day of decision: a position is taken at its close.
    next_return : ndarray of shape (n_rows,), float64
        Simple return from that close to the security's next one; NaN where not known.
    tickers : ndarray of shape (n_rows,), or None
        Security of each row; None means one security.
    """

    dates: NDArray[np.datetime64]
    next_return: Array
    tickers: np.ndarray | None = None


@dataclass(frozen=True)
class Ledger:
    """Daily account of a strategy, as shares of its capital.

    Parameters
    ----------
    days : ndarray of shape (n_days,), datetime64
        Days of decision, ascending.
    gross : ndarray of shape (n_days,)
        Return from the close of the day to the next one, before cost.
    turnover : ndarray of shape (n_days,)
        Value bought and sold at the close of the day.
    exposure : ndarray of shape (n_days,)
        Value held, long and short added up.
    cost_bp : float
        Cost of buying or selling, in basis points of the value traded.
    """

    days: NDArray[np.datetime64]
    gross: Array
    turnover: Array
    exposure: Array
    cost_bp: float

    @property
    def net(self) -> Array:
        """Daily returns after cost, of shape (n_days,)."""
        return self.gross - self.turnover * (self.cost_bp / BASIS_POINTS)

    @property
    def equity(self) -> Array:
        """Capital after each day, from 1 before the first; it stays 0 once it is lost."""
        return grown(self.net)


def grown(net: Array) -> Array:
    """Return capital after each day, from 1, along the last axis; lost capital stays lost."""
    capital: Array = np.cumprod(np.maximum(1.0 + net, 0.0), axis=-1, dtype=np.float64)
    return capital


def keep_ledger(market: Market, positions: Array, cost_bp: float = USUAL_COST_BP) -> Ledger:
    """Hold the position that was decided at each close until the next close.

    Parameters
    ----------
    market : Market
        Rows whose next return is not known are left out.
    positions : ndarray of shape (n_rows,)
        1 to own the security, -1 to have sold it short, 0 to stay out.
    cost_bp : float
        For each side of a trade.

    Returns
    -------
    Ledger

    Notes
    -----
    Capital is spread evenly over the securities of the day and brought back to even weights
    at each close, which is not counted as turnover. On a day that a security does not trade,
    its position stays. Positions open on the last day are not closed.
    """
    known = np.isfinite(market.next_return)
    rows = pd.DataFrame(
        {
            "day": market.dates,
            "ticker": "all" if market.tickers is None else market.tickers,
            "position": positions,
            "return": market.next_return,
        }
    )
    if not known.any():
        none = np.empty(0)
        return Ledger(np.empty(0, dtype="datetime64[D]"), none, none, none, cost_bp)
    table = rows[known].pivot(index="day", columns="ticker")
    decided = table["position"]
    carried = decided.ffill()
    # Between its first and its last day only, a security has a share of the capital.
    is_listed = carried.notna() & decided.bfill().notna()
    held: Array = carried.where(is_listed, 0.0).to_numpy(dtype=np.float64)
    weights: Array = held / np.maximum(is_listed.to_numpy().sum(axis=1, keepdims=True), 1)
    before = np.vstack((np.zeros((1, weights.shape[1])), weights))
    return Ledger(
        days=table.index.to_numpy(),
        gross=(weights * table["return"].fillna(0.0).to_numpy(dtype=np.float64)).sum(axis=1),
        turnover=np.abs(np.diff(before, axis=0)).sum(axis=1),
        exposure=np.abs(weights).sum(axis=1),
        cost_bp=cost_bp,
    )
