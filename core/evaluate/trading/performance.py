"""Growth, risk and turnover of daily returns, each with its interval or the reason for none."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from core.evaluate.looks.defined import Defined, not_defined
from core.evaluate.scores import Array
from core.evaluate.trading.ledger import Ledger, grown

SESSIONS_A_YEAR = 252
FEWEST_DAYS = 2


@dataclass(frozen=True)
class Performance:
    """Numbers of one strategy after cost; those of a year take it to have 252 sessions.

    Parameters
    ----------
    cagr : Defined
        Growth in a year, compounded.
    volatility : Defined
        Standard deviation of the daily returns, in a year.
    sharpe : Defined
        Mean over standard deviation of the daily returns, in a year, with no interest on
        cash (Sharpe, 1994).
    sortino : Defined
        The same over the deviation of losses only (Sortino and Price, 1994).
    max_drawdown : Defined
        Deepest fall from a peak, 0 to -1.
    hit_rate : Defined
        Days with a gain among those with a gain or a loss.
    turnover : Defined
        Value bought and sold in a year, in multiples of the capital.
    """

    cagr: Defined
    volatility: Defined
    sharpe: Defined
    sortino: Defined
    max_drawdown: Defined
    hit_rate: Defined
    turnover: Defined


PERFORMANCE: tuple[str, ...] = tuple(field.name for field in fields(Performance))


def performance(ledger: Ledger) -> Performance:
    """Measure a strategy.

    Parameters
    ----------
    ledger : Ledger

    Returns
    -------
    Performance
        Not defined, with the reason, where there are too few days or nothing ever moved.
    """
    values = measure(ledger.net, ledger.turnover)
    pairs = zip(PERFORMANCE, values, strict=True)
    return Performance(**{name: _explained(name, float(v), ledger.net) for name, v in pairs})


def measure(net: Array, turnover: Array) -> Array:
    """Measure many series of daily returns at once.

    Parameters
    ----------
    net, turnover : ndarray of shape (..., n_days)
        Daily returns after cost, and value traded.

    Returns
    -------
    ndarray of shape (..., 7)
        In the order of `PERFORMANCE`; NaN where a number is not defined.
    """
    n_days = net.shape[-1]
    if n_days == 0:
        return np.full((*net.shape[:-1], len(PERFORMANCE)), np.nan)
    mean, year = net.mean(axis=-1), np.sqrt(SESSIONS_A_YEAR)
    capital = grown(net)
    peak = np.maximum(np.maximum.accumulate(capital, axis=-1), 1.0)
    loss = np.sqrt((np.minimum(net, 0.0) ** 2).mean(axis=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = _spread(net)
        columns = (
            capital[..., -1] ** (SESSIONS_A_YEAR / n_days) - 1.0,
            spread * year,
            np.where(spread > 0, mean / spread, np.nan) * year,
            np.where(loss > 0, mean / loss, np.nan) * year,
            (capital / peak - 1.0).min(axis=-1),
            (net > 0).sum(axis=-1) / (net != 0).sum(axis=-1),
            turnover.mean(axis=-1) * SESSIONS_A_YEAR,
        )
    return np.stack(columns, axis=-1)


def _spread(net: Array) -> Array:
    """Return the standard deviation, exactly 0 where every return is the same."""
    if net.shape[-1] < FEWEST_DAYS:
        return np.full(net.shape[:-1], np.nan)
    spread: Array = np.where(np.ptp(net, axis=-1) == 0, 0.0, net.std(axis=-1, ddof=1))
    return spread


def _explained(name: str, value: float, net: Array) -> Defined:
    return Defined(value) if np.isfinite(value) else not_defined(_reason(name, net))


def _reason(name: str, net: Array) -> str:
    if len(net) == 0:
        return "no day has a known next close"
    if name in {"volatility", "sharpe"} and len(net) < FEWEST_DAYS:
        return "one day has no spread"
    if not net.any():
        return "nothing was ever earned or lost"
    if name == "sharpe":
        return "every day earned the same"
    return "no day lost"
