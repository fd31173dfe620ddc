"""Small tables made by hand for the tests of this room."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.table import Columns, Origin, Table

PRICE_COLUMNS = Columns(
    date="Date",
    ticker="Ticker",
    open="Open",
    high="High",
    low="Low",
    close="Close",
    volume="Volume",
)


def make_bars(n_days: int, ticker: str = "AAA", seed: int = 0) -> pd.DataFrame:
    """Bars of a random walk whose volatility comes in waves."""
    drawn = np.random.default_rng(seed)
    volatility = 0.01 * np.exp(np.sin(np.arange(n_days) / 40))
    close = 50 * np.exp(np.cumsum(volatility * drawn.standard_normal(n_days)))
    open_ = close * np.exp(0.3 * volatility * drawn.standard_normal(n_days))
    reach = np.abs(volatility * drawn.standard_normal((2, n_days))) + 1e-4
    return pd.DataFrame(
        {
            "Date": pd.bdate_range("2010-01-04", periods=n_days),
            "Ticker": ticker,
            "Open": open_,
            "High": np.maximum(open_, close) * np.exp(reach[0]),
            "Low": np.minimum(open_, close) * np.exp(-reach[1]),
            "Close": close,
            "Volume": np.exp(drawn.normal(14, 0.5, n_days)).round(),
        }
    )


def make_prices(days: dict[str, int]) -> Table:
    """Prices of several tickers, each with its number of days."""
    bars = [make_bars(n_days, name, seed) for seed, (name, n_days) in enumerate(days.items())]
    return make_table(pd.concat(bars, ignore_index=True), PRICE_COLUMNS)


def make_loans(n_rows: int = 400, **columns: object) -> Table:
    """Loans that default at random, with a number and a word for each; columns may be replaced."""
    drawn = np.random.default_rng(0)
    values: dict[str, object] = {
        "income": drawn.normal(size=n_rows),
        "housing": drawn.choice(["own", "rent"], n_rows),
        "default": (drawn.random(n_rows) < 0.3).astype("int64"),
    }
    frame = pd.DataFrame(values | columns)
    roles = Columns(
        target="default",
        date="day" if "day" in frame else None,
        features=tuple(name for name in frame if name not in {"default", "day"}),
    )
    return make_table(frame, roles)


def make_table(frame: pd.DataFrame, columns: Columns) -> Table:
    """A table without findings."""
    return Table(frame, columns, Origin("Example", "csv"), (), "0" * 64)
