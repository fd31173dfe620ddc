"""Answers as trades, as a section."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.equity import equity_lines
from core.charts.numbers import MISSING
from core.charts.section import Cell, Figures, Picture, Section
from core.charts.template import ROLES
from core.evaluate.trading.resampled_days import Estimate
from core.evaluate.trading.trading import NotTraded, Traded, Trading
from core.evaluate.trading.trading_words import against_holding
from core.lab.closer.money import Money

QUESTION = "What would acting on the answers have earned on the test days, after cost?"
CAUTION = (
    "A few securities over a few past years: this says how the answers would have been used, "
    "not what they will earn."
)
HOLD_TITLE = "Buy and hold"
PERCENT, PLAIN = "percent", "plain"
NUMBERS = (
    ("Growth a year", "cagr", PERCENT),
    ("Volatility", "volatility", PERCENT),
    ("Sharpe", "sharpe", PLAIN),
    ("Sortino", "sortino", PLAIN),
    ("Deepest fall", "max_drawdown", PERCENT),
    ("Hit rate", "hit_rate", PERCENT),
    ("Turnover a year, times capital", "turnover", PLAIN),
)
ROLE_TITLES: dict[str, str] = {role: style.title for role, style in ROLES.items()}


def trading_section(found: Money) -> Section:
    """Tell what the trades would have been worth, beside holding."""
    trading = found.trading
    if isinstance(trading, NotTraded):
        return Section("Trading", QUESTION, (trading.reason,))
    return Section(
        title="Trading",
        question=QUESTION,
        sentences=tuple(_sentences(found, trading)),
        tables=(_table(trading),),
        pictures=(Picture("Capital, beginning with 100", equity_lines(trading)),),
    )


def _sentences(found: Money, trading: Trading) -> Iterator[str]:
    yield CAUTION
    yield against_holding(trading, "distilled", "the distilled student")
    if found.meaning is not None:
        yield found.meaning.sentence
    reasons = {
        f"{title} of {_title(traded.name)} is not defined: {estimate.reason}."
        for traded in (*trading.models, trading.hold)
        for title, field, _ in NUMBERS
        if (estimate := _estimate(traded, field)).reason
    }
    yield from sorted(reasons)


def _table(trading: Trading) -> Figures:
    models = (*trading.models, trading.hold)
    return Figures(
        f"{trading.days:,} days, {trading.securities:,} securities, "
        f"{trading.cost_bp:g} basis points a side",
        ("", *(_title(traded.name) for traded in models)),
        tuple(
            (title, *(_cell(_estimate(traded, field), kind) for traded in models))
            for title, field, kind in NUMBERS
        ),
    )


def _title(name: str) -> str:
    return HOLD_TITLE if name == "hold" else ROLE_TITLES[name]


def _estimate(traded: Traded, field: str) -> Estimate:
    found: Estimate = getattr(traded.numbers, field)
    return found


def _cell(estimate: Estimate, kind: str) -> Cell:
    if not estimate.is_defined:
        return MISSING
    found = estimate.interval
    if kind == PERCENT:
        return f"{found.mean:.1%}", f"{found.low:.1%} to {found.high:.1%}"
    return f"{found.mean:z.2f}", f"{found.low:z.2f} to {found.high:z.2f}"
