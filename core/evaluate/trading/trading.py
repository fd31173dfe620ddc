"""A model's answers as trades: what they would have earned after cost, beside owning the market.

The past of a few securities over a few years, never a promise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import numpy as np

from core.evaluate.compare import Answers
from core.evaluate.looks.defined import why_no_answers
from core.evaluate.luck.intervals import N_RESAMPLES, independent_units
from core.evaluate.scores import Array, Classes
from core.evaluate.trading.ledger import USUAL_COST_BP, Ledger, Market, keep_ledger
from core.evaluate.trading.resampled_days import (
    Estimate,
    Estimates,
    estimates,
    measure_drawn,
    no_estimates,
    sharpe_difference,
)
from core.spec import TaskName

Style = Literal["long_flat", "long_short"]
HOLD = "hold"
SIDES: Mapping[str, float] = MappingProxyType({"down": -1.0, "flat": 0.0, "up": 1.0})


@dataclass(frozen=True)
class Traded:
    """One model, or holding all securities, as a strategy.

    Parameters
    ----------
    name : str
        As in its `Answers`, or "hold".
    ledgers : tuple of Ledger
        One a seed; empty where the model gives no usable answers.
    numbers : Estimates
    against_hold : Estimate or None
        Sharpe ratio minus that of holding, paired by resampled days; None for holding itself.
    """

    name: str
    ledgers: tuple[Ledger, ...]
    numbers: Estimates
    against_hold: Estimate | None = None

    @property
    def equity(self) -> Array:
        """Capital after each day, of shape (n_seeds, n_days); no seeds without usable answers."""
        return np.array([ledger.equity for ledger in self.ledgers])


@dataclass(frozen=True)
class Trading:
    """All models of a run as strategies on the same days, beside holding.

    Parameters
    ----------
    style : "long_flat" or "long_short"
    cost_bp : float
        Cost of each side of a trade, in basis points.
    days, securities : int
    models : tuple of Traded
        In the order of the answers.
    hold : Traded
        Every security owned, every day.
    """

    style: Style
    cost_bp: float
    days: int
    securities: int
    models: tuple[Traded, ...]
    hold: Traded

    def model(self, name: str) -> Traded:
        """Return one strategy by its name; KeyError where none has it."""
        return {traded.name: traded for traded in (*self.models, self.hold)}[name]


@dataclass(frozen=True)
class NotTraded:
    """Why answers cannot be traded on: one sentence."""

    reason: str


def positions_of(classes: Classes, class_names: tuple[str, ...], style: Style) -> Array:
    """Return 1 for classes that mean up, and -1, or 0 for long/flat, for those that mean down.

    Raises
    ------
    KeyError
        When a class is not one of down, flat and up.
    """
    lowest = 0.0 if style == "long_flat" else -1.0
    sides = np.array([max(SIDES[name], lowest) for name in class_names])
    positions: Array = sides[classes]
    return positions


def trade(
    task: TaskName,
    class_names: tuple[str, ...],
    answers: tuple[Answers, ...],
    market: Market | None,
    horizon_days: int,
    style: Style = "long_flat",
    cost_bp: float = USUAL_COST_BP,
    n_resamples: int = N_RESAMPLES,
    seed: int = 0,
) -> Trading | NotTraded:
    """Trade on the answers of every model, decided at the close and held to the next one.

    Parameters
    ----------
    task : TaskName
    class_names : tuple of str
    answers : tuple of Answers
        One a model, each for all rows of the market in the same order. Also with a longer
        horizon the position is decided afresh at every close.
    market : Market or None
        None where the returns were not kept.
    horizon_days : int
        Sessions that a label looks ahead; sets the blocks of days that are resampled.
    style : "long_flat" or "long_short"
    cost_bp : float
    n_resamples, seed : int

    Returns
    -------
    Trading or NotTraded
        Intervals are of 95 %, over seeds and blocks of days.
    """
    reason = _why_not(task, class_names, market)
    if reason or market is None:
        return NotTraded(reason)
    hold = (keep_ledger(market, np.ones(len(market.dates)), cost_bp),)
    ledgers = [_ledgers(one, class_names, market, style, cost_bp) for one in answers]
    usable = [own for own in ledgers if own]
    held, *drawn = measure_drawn((hold, *usable), horizon_days, n_resamples, seed)
    days = hold[0].days
    units = independent_units(len(days), days, horizon_days)
    drawn_of = iter(drawn)
    models = tuple(
        _traded(one, own, next(drawn_of), hold, held, units) if own else _untold(one)
        for one, own in zip(answers, ledgers, strict=True)
    )
    return Trading(
        style=style,
        cost_bp=cost_bp,
        days=len(days),
        securities=1 if market.tickers is None else len(set(market.tickers.tolist())),
        models=models,
        hold=Traded(HOLD, hold, estimates(hold, held, units)),
    )


def _why_not(task: TaskName, class_names: tuple[str, ...], market: Market | None) -> str:
    if task == "risk":
        return (
            "Risk says how much prices will move, not which way, so there is nothing to buy or "
            "sell on. Choose direction or trend to see trades."
        )
    if task == "credit" or not set(class_names) <= set(SIDES):
        return "Trading needs a question about prices, and these answers are not about them."
    if market is None:
        return "The returns after each day were not kept with this run. Start it again."
    if not np.isfinite(market.next_return).any():
        return "No test day has a known next close, so no trade can be counted."
    return ""


def _ledgers(
    answers: Answers, class_names: tuple[str, ...], market: Market, style: Style, cost_bp: float
) -> tuple[Ledger, ...]:
    if _broken(answers):
        return ()
    positions = positions_of(answers.classes, class_names, style)
    return tuple(keep_ledger(market, own, cost_bp) for own in positions)


def _traded(
    answers: Answers,
    ledgers: tuple[Ledger, ...],
    drawn: Array,
    hold: tuple[Ledger, ...],
    held: Array,
    units: float,
) -> Traded:
    return Traded(
        name=answers.name,
        ledgers=ledgers,
        numbers=estimates(ledgers, drawn, units),
        against_hold=sharpe_difference(ledgers, hold, drawn, held, units),
    )


def _untold(answers: Answers) -> Traded:
    numbers = no_estimates(_broken(answers))
    return Traded(answers.name, (), numbers, numbers.sharpe)


def _broken(answers: Answers) -> str:
    reasons = (why_no_answers(table) for table in answers.probabilities)
    return next((reason for reason in reasons if reason), "")
