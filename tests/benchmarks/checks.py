"""How long all checks take on one million rows of thirty columns.

    python -m tests.benchmarks.checks

Eighteen numbers, six codes, six kinds of text, and the target; first sound, then with the
rows repeated and the columns coarse, which is the slow case of the search for repeated rows.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from core.data.checks.check import Check
from core.data.findings import TABLE_CHECKS
from core.data.table import Columns, Origin, Table
from core.spec import TaskSpec
from core.tasks.findings import DATASET_CHECKS
from core.tasks.make import make_dataset

ROWS = 1_000_000
NUMBERS, CODES, KINDS = 18, 6, 6


def loans(coarse: bool = False) -> Table:
    """Make up a table of loans, with all numbers rounded where it is to be coarse."""
    drawn = np.random.default_rng(0)
    decimals = 0 if coarse else 6
    columns: dict[str, object] = {
        f"number_{place}": drawn.normal(size=ROWS).round(decimals).astype("float32")
        for place in range(NUMBERS)
    }
    columns |= {f"code_{place}": drawn.integers(0, 8, ROWS) for place in range(CODES)}
    kinds = np.array([f"kind {letter}" for letter in "abcdefgh"])
    columns |= {
        f"kind_{place}": pd.Categorical.from_codes(drawn.integers(0, 8, ROWS), kinds)
        for place in range(KINDS)
    }
    columns["default"] = (drawn.random(ROWS) < 0.2).astype("int64")
    frame = pd.DataFrame(columns)
    if coarse:
        frame = pd.concat([frame.head(ROWS // 2)] * 2, ignore_index=True)
    features = tuple(name for name in frame if name != "default")
    return Table(
        frame, Columns(target="default", features=features), Origin("Loans", "csv"), (), "0" * 64
    )


def prices() -> Table:
    """Make up one million daily bars of four hundred securities."""
    drawn = np.random.default_rng(0)
    days = ROWS // 400
    close = 50 * np.exp(np.cumsum(drawn.normal(0, 0.01, (400, days)), axis=1)).ravel()
    frame = pd.DataFrame(
        {
            "Date": np.tile(pd.bdate_range("2010-01-04", periods=days), 400),
            "Ticker": np.repeat([f"T{place:03}" for place in range(400)], days),
            "Open": close, "High": close, "Low": close, "Close": close, "Volume": 1000.0,
        }
    )  # fmt: skip
    columns = Columns(
        date="Date", ticker="Ticker", open="Open", high="High", low="Low", close="Close",
        volume="Volume",
    )  # fmt: skip
    return Table(frame, columns, Origin("Prices", "csv"), (), "0" * 64)


def timed(name: str, checks: Iterable[Check], subject: object) -> None:
    """Print the seconds of all checks together, and of those that take long."""
    laps = {check.code: _seconds(lambda check=check: check.report(subject)) for check in checks}
    slow = ", ".join(f"{code} {lap:.2f}" for code, lap in laps.items() if lap > 0.05)
    print(f"{name:<32} {sum(laps.values()):6.2f} s   {slow}")


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print one line for each kind of rows."""
    sound = loans()
    timed("table, sound", TABLE_CHECKS, sound)
    timed("table, coarse, half repeated", TABLE_CHECKS, loans(coarse=True))
    timed("prices", TABLE_CHECKS, prices())
    timed("data set", DATASET_CHECKS, make_dataset(sound, TaskSpec(name="credit")))


if __name__ == "__main__":
    main()
