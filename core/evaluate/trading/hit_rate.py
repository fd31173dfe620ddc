"""What a hit rate is worth once trading costs something, and how many days it takes to see it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from core.evaluate.looks.defined import Defined, not_defined
from core.evaluate.trading.ledger import BASIS_POINTS, Ledger, Market

SPOKEN_HIT_RATE = 0.52
SIGNIFICANCE = 0.05
POWER = 0.80


@dataclass(frozen=True)
class HitRateMeaning:
    """What it takes to earn the cost of trading back.

    Parameters
    ----------
    average_move : float
        Mean absolute return from one close to the next.
    up_share : float
        Share of returns above zero: the hit rate of always saying up.
    trades_per_day_held : Defined
        Value traded for each unit of value held over a day.
    break_even : Defined
        Hit rate at which gains just pay the cost.
    sentence : str
    """

    average_move: float
    up_share: float
    trades_per_day_held: Defined
    break_even: Defined
    sentence: str


def hit_rate_meaning(
    market: Market, ledger: Ledger, hit_rate: float = SPOKEN_HIT_RATE
) -> HitRateMeaning:
    """Say in one paragraph what a hit rate means on these days with this cost.

    Parameters
    ----------
    market : Market
    ledger : Ledger
        Of a strategy on that market: how often it trades, and at what cost.
    hit_rate : float
        The one to explain.

    Returns
    -------
    HitRateMeaning
        Gains and losses are taken to be of the average size, and days to be independent.
    """
    known = market.next_return[np.isfinite(market.next_return)]
    average_move = float(np.abs(known).mean()) if len(known) else math.nan
    up_share = float((known > 0).mean()) if len(known) else math.nan
    trades = _trades_per_day_held(ledger)
    even = _break_even(average_move, trades, ledger.cost_bp)
    sentence = " ".join(
        (
            *_earned(average_move, even, trades, ledger.cost_bp, hit_rate),
            *_compared(up_share, len(known)),
            f"To tell {_percent(hit_rate)} from a coin takes about {days_to_see(hit_rate):,} "
            f"independent days; here there are {len(ledger.days):,}.",
        )
    )
    return HitRateMeaning(average_move, up_share, trades, even, sentence)


def days_to_see(hit_rate: float) -> int:
    """Return the independent days that tell a hit rate from one half.

    A two-sided test at 5 % that notices it four times in five (Fleiss, Levin and Paik, 2003,
    Statistical methods for rates and proportions, chapter 2).

    Raises
    ------
    ValueError
        At one half, which nothing can tell from one half.
    """
    if hit_rate == 0.5:
        raise ValueError("a hit rate of one half cannot be told from one half")
    bound, power = (NormalDist().inv_cdf(p) for p in (1 - SIGNIFICANCE / 2, POWER))
    reach = bound * 0.5 + power * math.sqrt(hit_rate * (1 - hit_rate))
    return math.ceil((reach / (hit_rate - 0.5)) ** 2)


def _trades_per_day_held(ledger: Ledger) -> Defined:
    held = float(ledger.exposure.sum())
    if held == 0:
        return not_defined("no position was ever held")
    return Defined(float(ledger.turnover.sum()) / held)


def _break_even(average_move: float, trades: Defined, cost_bp: float) -> Defined:
    """Solve (2 p - 1) × average move = trades × cost for p."""
    if not trades.is_defined:
        return trades
    if not average_move > 0:
        return not_defined("prices never moved")
    return Defined(0.5 + trades.value * cost_bp / BASIS_POINTS / (2 * average_move))


def _earned(
    average_move: float, even: Defined, trades: Defined, cost_bp: float, hit_rate: float
) -> tuple[str, ...]:
    if not even.is_defined:
        return (f"What a hit rate of {_percent(hit_rate)} is worth is not defined: {even.reason}.",)
    gain = (2 * hit_rate - 1) * average_move
    cost = trades.value * cost_bp / BASIS_POINTS
    earns = "more than it costs" if gain > cost else "no more than it costs"
    start = (
        f"For example: being right on {_percent(hit_rate)} of days would earn about "
        f"{100 * gain:.3f} % of the value held a day, as prices move {100 * average_move:.2f} % a "
        f"day on average; at {cost_bp:g} basis points a side the trades cost {100 * cost:.3f} % of "
        f"it, so that hit rate would earn {earns}; each model's own is in the table."
    )
    if even.value > 1:
        return (start, "At this cost no hit rate would pay for the trades.")
    return (start, f"The cost is earned back at a hit rate of {_percent(even.value)}.")


def _compared(up_share: float, n_returns: int) -> tuple[str, ...]:
    if n_returns == 0:
        return ()
    return (
        f"Always saying up would have been right on {_percent(up_share)} of the days of single "
        "securities; hit rates in the table are of all that is held on a day together.",
    )


def _percent(share: float) -> str:
    return f"{100 * share:.1f}".removesuffix(".0") + " %"
