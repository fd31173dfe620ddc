"""Checks of what lies between one bar and the next: gaps, and splits nobody adjusted for."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.checks.applies import to_prices
from core.data.checks.check import Check, NotApplicable, Sight, Spotted
from core.data.quote import quote
from core.data.table import Table

LONGEST_GAP_DAYS = 5
"""Business days without a bar that are still ordinary, such as the closure of 2001-09-11."""

SPLIT_FACTORS = (1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 10.0, 15.0, 20.0, 25.0, 50.0, 100.0)
SPLIT_TOLERANCE = 0.1
"""How far the close may move on the day of a split besides the split itself (log)."""

USUAL_DAYS = 20
MOST_MONEY = 4.0
"""Times the usual money traded: on the day of a split it is ordinary, in a crash it is not."""


def _gaps(table: Table) -> Sight:
    day = table.frame["Date"].to_numpy().astype("datetime64[D]")
    missing = np.busday_count(day[:-1], day[1:]) - 1
    gaps = np.flatnonzero(_same_ticker(table.frame) & (missing > LONGEST_GAP_DAYS)) + 1
    if len(gaps) == 0:
        return None
    what = f"Gaps of more than {LONGEST_GAP_DAYS} business days: {len(gaps):,}"
    return Spotted(what, f"before {_place(table.frame, gaps)}")


def _splits(table: Table) -> Sight:
    if any(finding.code == "P101" for finding in table.findings):
        return NotApplicable("The closes were adjusted with the file's own adjusted closes.")
    rows = _split_like(table.frame)
    if len(rows) == 0:
        return None
    what = f"Closes that jump by a whole factor, as a split makes them do: {len(rows):,}"
    before, after = table.frame["Close"].iloc[[rows[0] - 1, rows[0]]]
    return Spotted(what, f"{_place(table.frame, rows)}, from {before:,.2f} to {after:,.2f}")


def _split_like(bars: pd.DataFrame) -> np.ndarray:
    """Row numbers whose close moved by a split's factor while money traded stayed ordinary."""
    steps = np.diff(np.log(bars["Close"].to_numpy()))
    factors = np.log(SPLIT_FACTORS)
    large = np.flatnonzero(_same_ticker(bars) & (np.abs(steps) > factors[0] - SPLIT_TOLERANCE))
    misses = np.abs(np.abs(steps[large])[:, None] - factors).min(axis=1, initial=np.inf)
    rows = large[misses <= SPLIT_TOLERANCE] + 1
    # Unknown volume settles nothing, so such a row stays suspect.
    splits: np.ndarray = rows[~(_log_money_above_usual(bars, rows) > np.log(MOST_MONEY))]
    return splits


def _log_money_above_usual(bars: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    money = np.log(bars["Close"].to_numpy()) + np.log(bars["Volume"].to_numpy())
    ticker = pd.factorize(bars["Ticker"])[0]
    before = rows[:, None] - np.arange(1, USUAL_DAYS + 1)
    is_known = (before >= 0) & (ticker[before] == ticker[rows][:, None])
    is_known &= np.isfinite(money[before])
    days = is_known.sum(axis=1)
    total = np.where(is_known, money[before], 0.0).sum(axis=1)
    usual = np.where(days > 0, total / np.maximum(days, 1), np.nan)
    above: np.ndarray = money[rows] - usual
    return above


def _same_ticker(bars: pd.DataFrame) -> np.ndarray:
    """Whether each bar but the first is of the security of the bar before it."""
    ticker = pd.factorize(bars["Ticker"])[0]
    same: np.ndarray = ticker[1:] == ticker[:-1]
    return same


def _place(bars: pd.DataFrame, rows: np.ndarray) -> str:
    """Name the first of the rows by ticker and day."""
    first = bars.iloc[rows[0]]
    return f"{quote(first['Ticker'])} on {first['Date']:%Y-%m-%d}"


GAPS = Check(
    code="P106",
    title="Gaps between sessions",
    severity="advises",
    why="A look-back of twenty rows spans more than twenty sessions there, and a label that "
    "crosses the gap looks further ahead than the others.",
    remedy="Fill in the missing days, or start after the gap.",
    look=to_prices(_gaps),
)
SPLITS = Check(
    code="P107",
    title="Splits that look unadjusted",
    severity="advises",
    why="The close jumped by a factor such as 2 or 3, up or down, while no unusual amount of "
    "money was seen to change hands. That is what a split looks like in prices that nobody "
    "adjusted; to a model it is a crash that never happened.",
    remedy="Add a column of adjusted closes, or divide the older prices by the factor. If it "
    "was a real move, there is nothing to do.",
    look=to_prices(_splits),
)
