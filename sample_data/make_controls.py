"""Write the two synthetic controls, the same bytes every time.

Run it from anywhere: ``python sample_data/make_controls.py [FOLDER]``. Both tables are
invented: no person, loan, security or market stands behind them.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

SIGNAL_SEED = 20_260_711
SIGNAL_ROWS = 6_000
SHARPNESS = 1.3
EMPLOYMENT = np.array(["salaried", "self-employed", "temporary", "seasonal"])
HOUSING = np.array(["rent", "own", "with family"])

WALK_SEED = 20_260_712
WALK_TICKERS = ("ALDR", "BRCH", "CEDR", "ELMW")
WALK_SESSIONS = 2_500
WALK_START = "2014-01-02"
DAILY_VOLATILITY = 0.015
STEPS_A_DAY = 26


def planted_signal() -> pd.DataFrame:
    """Return loans whose default follows thresholds that act together, plus chance.

    A tree finds such corners easily; a small net alone rounds them off.
    """
    random = np.random.default_rng(SIGNAL_SEED)
    n = SIGNAL_ROWS
    table = pd.DataFrame(
        {
            "income": np.round(random.lognormal(10.4, 0.5, n), -1).astype(int),
            "utilisation": np.round(random.random(n), 3),
            "debt_to_income": np.round(0.8 * random.random(n), 3),
            "months_on_book": random.integers(1, 180, n),
            "late_payments": np.minimum(random.geometric(0.5, n) - 1, 6),
            "recent_inquiries": random.poisson(1.5, n),
            "loan_amount": random.integers(10, 300, n) * 100,
            "months_of_savings": np.round(random.exponential(3.0, n), 1),
            "employment": EMPLOYMENT[random.integers(0, 4, n)],
            "housing": HOUSING[random.integers(0, 3, n)],
        }
    )
    chance = 1.0 / (1.0 + np.exp(-SHARPNESS * hidden_score(table)))
    table["default"] = (random.random(n) < chance).astype(int)
    return table


def hidden_score(table: pd.DataFrame) -> pd.Series:
    """Return the planted rule: the log-odds of default before they are sharpened."""
    young_and_large = (table.months_on_book < 36) & (table.loan_amount > 15_000)
    indebted = table.debt_to_income > 0.45
    return (
        -2.3
        + 1.6 * ((table.utilisation > 0.65) & (table.late_payments >= 1))
        + 1.5 * (indebted & (table.months_of_savings < 1.5))
        + 1.5 * young_and_large
        - 1.2 * ((table.income > 40_000) & (table.utilisation < 0.35))
        + 1.3 * (table.utilisation.between(0.3, 0.5) & (table.debt_to_income < 0.25))
        + 1.4 * ((table.employment == "seasonal") & (table.recent_inquiries >= 3))
        + 1.0 * ((table.housing == "rent") ^ (table.debt_to_income > 0.4))
    )


def random_walk(seed: int = WALK_SEED) -> pd.DataFrame:
    """Return daily bars of prices whose steps are independent and equally wide for ever."""
    random = np.random.default_rng(seed)
    days = pd.bdate_range(WALK_START, periods=WALK_SESSIONS)
    return pd.concat([_walk(random, ticker, days) for ticker in WALK_TICKERS])


def _walk(random: np.random.Generator, ticker: str, days: pd.DatetimeIndex) -> pd.DataFrame:
    steps = random.standard_normal((len(days), STEPS_A_DAY))
    path = np.cumsum(steps.ravel()) * (DAILY_VOLATILITY / STEPS_A_DAY**0.5)
    prices = np.round(100.0 * np.exp(path), 4).reshape(len(days), STEPS_A_DAY)
    return pd.DataFrame(
        {
            "Date": days.strftime("%Y-%m-%d"),
            "Ticker": ticker,
            "Open": prices[:, 0],
            "High": prices.max(axis=1),
            "Low": prices.min(axis=1),
            "Close": prices[:, -1],
            "Adj Close": prices[:, -1],
            "Volume": np.round(random.lognormal(14.0, 0.4, len(days)), -2).astype(int),
        }
    )


def main() -> None:
    """Write both files beside this script, or into the folder that is named."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    for name, table in (("planted_signal", planted_signal()), ("random_walk", random_walk())):
        table.to_csv(folder / f"{name}.csv", index=False, lineterminator="\n")


if __name__ == "__main__":
    main()
