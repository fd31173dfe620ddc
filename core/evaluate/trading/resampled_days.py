"""Days drawn in blocks, in order, and the performance of strategies on them with its intervals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.evaluate.luck.intervals import CHUNK_CELLS, N_RESAMPLES, block_length, interval
from core.evaluate.scores import Array, Interval
from core.evaluate.trading.ledger import Ledger
from core.evaluate.trading.performance import PERFORMANCE, Performance, measure, performance

BOUNDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "cagr": (-1.0, np.inf),
        "volatility": (0.0, np.inf),
        "max_drawdown": (-1.0, 0.0),
        "hit_rate": (0.0, 1.0),
        "turnover": (0.0, np.inf),
    }
)


@dataclass(frozen=True)
class Estimate:
    """The mean over seeds with its 95 % interval; ``reason`` says why there is none."""

    interval: Interval
    reason: str = ""

    @property
    def is_defined(self) -> bool:
        """Whether there is a number."""
        return not self.reason


@dataclass(frozen=True)
class Estimates:
    """Every number of `Performance`, over seeds, with its interval."""

    cagr: Estimate
    volatility: Estimate
    sharpe: Estimate
    sortino: Estimate
    max_drawdown: Estimate
    hit_rate: Estimate
    turnover: Estimate


def block_draws(
    n_days: int, horizon_days: int, n_resamples: int = N_RESAMPLES, seed: int = 0
) -> Iterator[NDArray[np.int64]]:
    """Draw days in blocks, in order, for numbers that depend on the path, such as drawdown.

    Parameters
    ----------
    n_days : int
    horizon_days : int
        See `core.evaluate.luck.intervals.block_length`.
    n_resamples : int
    seed : int
        The days are those that `resample_weights` draws with the same seed.

    Yields
    ------
    ndarray of shape (n_chunk, n_days), int64
        Places of the drawn days (circular block bootstrap, Politis and Romano, 1992).
    """
    rng = np.random.default_rng(seed)
    block = block_length(n_days, horizon_days)
    chunk = max(1, CHUNK_CELLS // n_days)
    for start in range(0, n_resamples, chunk):
        n_chunk = min(chunk, n_resamples - start)
        starts = rng.integers(0, n_days, (n_chunk, -(-n_days // block), 1))
        yield ((starts + np.arange(block)) % n_days).reshape(n_chunk, -1)[:, :n_days]


def measure_drawn(
    strategies: tuple[tuple[Ledger, ...], ...],
    horizon_days: int,
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
) -> tuple[Array, ...]:
    """Measure every strategy on the same drawn days, so that differences are paired.

    Parameters
    ----------
    strategies : tuple of tuple of Ledger
        The ledgers of each strategy, one a seed, all of the same days.
    horizon_days, n_resamples, seed : int
        See `block_draws`.

    Returns
    -------
    tuple of ndarray of shape (n_resamples, n_seeds, 7)
        One a strategy, in the order of `core.evaluate.trading.performance.PERFORMANCE`.
    """
    n_days = len(strategies[0][0].days)
    collected: list[list[Array]] = [[] for _ in strategies]
    for drawn in block_draws(n_days, horizon_days, n_resamples, seed):
        for own, ledgers in zip(collected, strategies, strict=True):
            seeds = [measure(one.net[drawn], one.turnover[drawn]) for one in ledgers]
            own.append(np.stack(seeds, axis=1))
    return tuple(np.concatenate(own) for own in collected)


def estimates(ledgers: tuple[Ledger, ...], drawn: Array, units: float) -> Estimates:
    """Put an interval around each number of a strategy.

    Parameters
    ----------
    ledgers : tuple of Ledger
        One a seed.
    drawn : ndarray of shape (n_resamples, n_seeds, 7)
        From `measure_drawn`.
    units : float
        Blocks of days, see `core.evaluate.luck.intervals.independent_units`.
    """
    by_seed = [performance(ledger) for ledger in ledgers]
    return Estimates(
        **{
            name: _estimate(name, by_seed, drawn[:, :, k], units)
            for k, name in enumerate(PERFORMANCE)
        }
    )


def no_estimates(reason: str) -> Estimates:
    """Say of every number that it is not defined, for one reason."""
    return Estimates(**{name: _without_number(reason) for name in PERFORMANCE})


def sharpe_difference(
    own: tuple[Ledger, ...],
    other: tuple[Ledger, ...],
    drawn: Array,
    other_drawn: Array,
    units: float,
) -> Estimate:
    """Return one strategy's Sharpe ratio minus another's, paired by drawn days and by seed."""
    place = PERFORMANCE.index("sharpe")
    pair = [[performance(one).sharpe for one in ledgers] for ledgers in (own, other)]
    reasons = [number.reason for numbers in pair for number in numbers if number.reason]
    if reasons:
        return _without_number(reasons[0])
    mine, theirs = (np.array([number.value for number in numbers]) for numbers in pair)
    difference = drawn[:, :, place] - other_drawn[:, :, place]
    return Estimate(interval(difference, mine - theirs, units))


def _estimate(name: str, by_seed: list[Performance], drawn: Array, units: float) -> Estimate:
    numbers = [getattr(one, name) for one in by_seed]
    missing = [number.reason for number in numbers if not number.is_defined]
    if missing:
        some = f"in {len(missing)} of {len(numbers)} seeds " if len(numbers) > 1 else ""
        return _without_number(f"{some}{missing[0]}")
    found = interval(drawn, np.array([number.value for number in numbers]), units)
    low, high = np.clip((found.low, found.high), *BOUNDS.get(name, (-np.inf, np.inf)))
    return Estimate(Interval(found.mean, float(low), float(high)))


def _without_number(reason: str) -> Estimate:
    return Estimate(Interval(float("nan"), float("nan"), float("nan")), reason)
