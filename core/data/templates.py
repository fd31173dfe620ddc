"""Small CSV files to fill in: one for each task, which load as they are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from core.spec import MARKET_TASKS, TaskName

_LOANS = 120
_SESSIONS = 5
_PRICE_SENTENCE = (
    "Daily prices: Date, Open, High, Low and Close are needed, Volume and Adj Close are useful, "
    "and Ticker tells several securities apart; about two years or more of days."
)
_TABLE_SENTENCE = (
    "One row a case: a column with the outcome, such as default, and any columns of numbers or "
    "words that were known before it; a few hundred rows or more."
)


def template(task: TaskName) -> bytes:
    """Return a CSV file with the columns a task needs and made-up rows, in UTF-8."""
    rows = _price_rows() if task in MARKET_TASKS else _loan_rows()
    return "".join(f"{','.join(row)}\n" for row in rows).encode()


def template_sentence(task: TaskName) -> str:
    """Say in one sentence which columns a task needs."""
    return _PRICE_SENTENCE if task in MARKET_TASKS else _TABLE_SENTENCE


def _price_rows() -> Iterator[tuple[str, ...]]:
    yield "Date", "Ticker", "Open", "High", "Low", "Close", "Adj Close", "Volume"
    for ticker, level in (("AAA", 100.0), ("BBB", 40.0)):
        for session in range(_SESSIONS):
            day = dt.date(2024, 1, 8) + dt.timedelta(days=session)
            close = level + 0.5 * session
            prices = (close - 0.25, close + 0.75, close - 0.75, close, close)
            volume = 1_000_000 + 25_000 * session
            yield day.isoformat(), ticker, *(f"{price:.2f}" for price in prices), str(volume)


def _loan_rows() -> Iterator[tuple[str, ...]]:
    yield "income", "amount", "months", "housing", "default"
    for case in range(_LOANS):
        income, amount = 1800 + 470 * (case % 11), 2500 + 900 * (case % 7)
        months, housing = 12 * (1 + case % 4), ("own", "rent", "other")[case % 3]
        is_bad = 2 * amount > 3 * income or case % 9 == 0
        yield str(income), str(amount), str(months), housing, str(int(is_bad))
