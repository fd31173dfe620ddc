"""Answers as trades, for questions about markets."""

from __future__ import annotations

from dataclasses import dataclass

from core.evaluate.trading.hit_rate import HitRateMeaning, hit_rate_meaning
from core.evaluate.trading.ledger import USUAL_COST_BP, Market
from core.evaluate.trading.trading import NotTraded, Style, Trading, trade
from core.lab.closer.answers import ALL, answers_of, evidence_of
from core.lab.result import Result


@dataclass(frozen=True)
class Money:
    """What acting on the answers would have earned; ``meaning`` is None where none can be."""

    trading: Trading | NotTraded
    meaning: HitRateMeaning | None


def money(result: Result, style: Style = "long_flat", cost_bp: float = USUAL_COST_BP) -> Money:
    """Trade on the answers of every column, on the test days.

    Parameters
    ----------
    result : Result
    style : str
        "long_flat" or "long_short".
    cost_bp : float
        Cost of each side of a trade, in basis points.

    Raises
    ------
    RecordError
        When an earlier version made the run.
    """
    evidence, task = evidence_of(result), result.spec.task
    market = None
    if evidence.dates is not None and evidence.next_return is not None:
        market = Market(evidence.dates, evidence.next_return, evidence.tickers)
    answers = tuple(answers_of(result, role) for role in ALL)
    trading = trade(
        task.name, result.data.classes, answers, market, task.horizon_days, style, cost_bp
    )
    if isinstance(trading, NotTraded) or market is None:
        return Money(trading, None)
    ledgers = trading.model("distilled").ledgers
    shown = evidence.distilled.shown
    return Money(trading, hit_rate_meaning(market, ledgers[shown]) if ledgers else None)
