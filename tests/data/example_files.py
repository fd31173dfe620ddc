"""Small uploaded files, sound until a test breaks them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from core.data.load import load
from core.data.table import Table
from core.spec import DataSpec


def rows(n_rows: int = 60, **more: object) -> pd.DataFrame:
    """Loans with an income and a default; more columns may be added."""
    plain = {
        "income": [1000 + 37 * index % 811 for index in range(n_rows)],
        "default": [index % 2 for index in range(n_rows)],
    }
    return pd.DataFrame(plain | more)


def bars(sessions: int = 40, first: str = "2024-01-02") -> pd.DataFrame:
    """Daily bars of one security whose close rises by one a day from 100."""
    close = 100.0 + np.arange(sessions)
    return pd.DataFrame(
        {
            "Date": pd.bdate_range(first, periods=sessions).strftime("%Y-%m-%d"),
            "Open": close - 0.5,
            "High": close + 1,
            "Low": close - 1,
            "Close": close,
            "Volume": 1000.0,
        }
    )


def table(frame: pd.DataFrame, **choices: object) -> Table:
    """Load the rows as an uploaded CSV file."""
    return load(DataSpec(source="csv", **choices), frame.to_csv(index=False).encode())
