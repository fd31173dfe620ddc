"""Daily bars adjusted and mended, so that indicators can be computed from them.

This file needs numpy and pandas only, so that a deployed model can carry the very code that
mended the bars it learned from.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

PRICES = ["Open", "High", "Low", "Close"]
ADJUSTED_CLOSE = "Adj Close"
ONLY_TICKER = "SERIES"
"""Ticker of a file that holds one security and does not name it."""

LARGEST_PRICE = 1e30
"""Numbers beyond this do not fit the 32-bit floats that models compute with."""

MOST_REPEATED_SHARE = 0.05

_SMALLEST_MISFIT = 1e-6


@dataclass(frozen=True)
class Mended:
    """Sound bars, sorted by ticker and day, and the bars that were not.

    Parameters
    ----------
    bars : DataFrame
    unsound : DataFrame
        Bars that were left out: no ticker, or no four finite, positive prices.
    repeated : DataFrame
        Bars that were left out, as a later row has the same ticker and day.
    widened : DataFrame
        Bars whose high or low did not enclose the other prices, and does now.
    without_volume : DataFrame
        Bars whose volume was not positive, and is unknown now.
    """

    bars: pd.DataFrame
    unsound: pd.DataFrame
    repeated: pd.DataFrame
    widened: pd.DataFrame
    without_volume: pd.DataFrame

    @property
    def has_many_repeated(self) -> bool:
        """Whether so many days repeat that the rows cannot be daily bars of their tickers."""
        n_sound = len(self.bars) + len(self.repeated)
        return len(self.repeated) > max(1, MOST_REPEATED_SHARE * n_sound)


def adjustment(bars: pd.DataFrame) -> pd.Series:
    """Return what to multiply prices by: adjusted close over close, where both are known."""
    if ADJUSTED_CLOSE not in bars:
        return pd.Series(1.0, bars.index)
    factor: pd.Series = bars[ADJUSTED_CLOSE] / bars["Close"]
    return factor


def adjust(bars: pd.DataFrame) -> pd.DataFrame:
    """Return bars with open, high, low and close adjusted for splits and dividends."""
    adjusted = bars[PRICES].mul(adjustment(bars), axis=0)
    return bars.assign(**{name: adjusted[name] for name in PRICES})


def mend(bars: pd.DataFrame) -> Mended:
    """Leave out unsound bars and repeated days, widen high and low, forget idle volumes.

    Parameters
    ----------
    bars : DataFrame
        Date, Ticker, Open, High, Low, Close and Volume in the order of the file, adjusted.
    """
    prices = bars[PRICES]
    is_sound = ((prices > 0) & (prices <= LARGEST_PRICE)).all(axis=1) & bars["Ticker"].ne("")
    sound = bars[is_sound].sort_values(["Ticker", "Date"], kind="stable")
    is_repeated = sound.duplicated(["Ticker", "Date"], keep="last")
    kept = sound[~is_repeated]
    high, low = kept[PRICES].max(axis=1), kept[PRICES].min(axis=1)
    tolerance = _SMALLEST_MISFIT * kept["Close"]
    is_wrong = (high - kept["High"] > tolerance) | (kept["Low"] - low > tolerance)
    is_known = kept["Volume"] > 0
    return Mended(
        bars=kept.assign(High=high, Low=low, Volume=kept["Volume"].where(is_known, np.nan)),
        unsound=bars[~is_sound],
        repeated=sound[is_repeated],
        widened=kept[is_wrong],
        without_volume=kept[~is_known & kept["Volume"].notna()],
    )
