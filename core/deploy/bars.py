"""Daily prices of a CSV file as the rows that a model of a market question reads.

Needs numpy and pandas. The indicators are computed by the file the model was trained with.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd

PRICES = ["Open", "High", "Low", "Close"]
ONLY_TICKER = "SERIES"

Rows = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], np.ndarray]


def read_bars(
    path: Path,
    names: list[str],
    window: int | None,
    risk_horizon_days: int | None,
    indicators: ModuleType,
) -> Rows:
    """Compute what a model reads for every day that has enough days before it.

    Parameters
    ----------
    path : Path
        CSV with Date, Open, High, Low and Close; Ticker, Volume and Adj Close where known.
    names : list of str
        Indicators to give, in order.
    window : int or None
        Days in a window, for a model that reads windows.
    risk_horizon_days : int or None
        For the risk question: its horizon.
    indicators : module
        Computes the indicators of one security.

    Returns
    -------
    names of the keys, keys (n_rows, 2), and float32 rows
        Rows are (n_rows, n_columns), or (n_rows, window, n_columns).

    Raises
    ------
    ValueError
        When a column is not there, or a cell cannot be read.
    """
    bars = _adjusted(_parsed(pd.read_csv(path, encoding="utf-8-sig")))
    length = window or 1
    first = indicators.warm_up_days(risk_horizon_days) + length - 1
    keys: list[tuple[str, ...]] = []
    rows = [np.empty((0, length, len(names)), np.float32)]
    for ticker, own in bars.groupby("Ticker", sort=True):
        days = own.sort_values("Date").reset_index(drop=True)
        table = indicators.indicators(days, risk_horizon_days)[names].to_numpy(np.float32)
        asked = np.arange(first, len(days))
        rows.append(table[asked[:, None] - np.arange(length - 1, -1, -1)])
        keys += [(f"{day:%Y-%m-%d}", str(ticker)) for day in days["Date"][first:]]
    joined = np.concatenate(rows)
    return ("date", "ticker"), tuple(keys), joined if window else joined[:, 0]


def _parsed(frame: Any) -> Any:
    """Return days as days and prices as numbers; the case of a column's name does not matter."""
    known = {name.lower(): name for name in ("Date", "Ticker", *PRICES, "Volume", "Adj Close")}
    bars = frame.rename(columns=lambda name: known.get(str(name).strip().lower(), name))
    missing = [name for name in ("Date", *PRICES) if name not in bars]
    if missing:
        raise ValueError(
            f"The file must hold daily prices, however: column {missing[0]!r} cannot be found. "
            "Name the columns Date, Open, High, Low and Close."
        )
    if "Ticker" not in bars:
        bars["Ticker"] = ONLY_TICKER
    for name in (*PRICES, "Volume", "Adj Close"):
        if name in bars:
            bars[name] = pd.to_numeric(bars[name]).astype("float64")
    bars["Date"] = pd.to_datetime(bars["Date"])
    return bars if "Volume" in bars else bars.assign(Volume=np.nan)


def _adjusted(bars: Any) -> Any:
    """Return prices adjusted for splits and dividends where the file says how."""
    if "Adj Close" in bars:
        bars[PRICES] = bars[PRICES].mul(bars["Adj Close"] / bars["Close"], axis=0)
    return bars
