"""Daily prices of a CSV file as the rows that a model of a market question reads.

Needs numpy and pandas. Columns and days are recognised, bars adjusted and mended, and
indicators computed, by the files the model was trained with.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

Rows = tuple[tuple[str, ...], tuple[tuple[str, ...], ...], np.ndarray]
Load = Callable[[str], Any]

PLAIN_NUMBER = r"\d+(?:\.\d*)?"


def read_bars(sheet: Any, schema: Any, load: Load) -> Rows:
    """Compute what a model reads for every day that has enough days before it.

    Parameters
    ----------
    sheet : Sheet
        Days with open, high, low and close; ticker, volume and adjusted close where known.
    schema : Schema
        Names the indicators in order, the window, the risk horizon and the chosen columns.
    load : callable
        Gives a module of the bundle by its name.

    Returns
    -------
    names of the keys, keys (n_rows, 2), and float32 rows
        Rows are (n_rows, n_columns), or (n_rows, window, n_columns).

    Raises
    ------
    ValueError
        When a column is not there, a cell cannot be read, or days repeat.
    """
    bars = _mended(_parsed(sheet, schema, load), load("sound_bars"))
    indicators = load("indicators")
    names = [column.name for column in schema.columns]
    length = schema.window or 1
    first = indicators.warm_up_days(schema.risk_horizon_days) + length - 1
    keys: list[tuple[str, ...]] = []
    rows = [np.empty((0, length, len(names)), np.float32)]
    for ticker, own in bars.groupby("Ticker", sort=True):
        days = own.reset_index(drop=True)
        table = indicators.indicators(days, schema.risk_horizon_days)[names].to_numpy(np.float32)
        asked = np.arange(first, len(days))
        rows.append(table[asked[:, None] - np.arange(length - 1, -1, -1)])
        keys += [(f"{day:%Y-%m-%d}", str(ticker)) for day in days["Date"][first:]]
    joined = np.concatenate(rows)
    return ("date", "ticker"), tuple(keys), joined if schema.window else joined[:, 0]


def _parsed(sheet: Any, schema: Any, load: Load) -> pd.DataFrame:
    """Return days, tickers and numbers under their canonical names, in the order of the file."""
    sound_bars, found = load("sound_bars"), _found(sheet, schema, load("names"))
    date = found.pop("Date")
    ticker = found.pop("Ticker", None)
    cells = _cells(sheet, date)
    is_number = bool(cells.str.fullmatch(PLAIN_NUMBER).all())
    days = load("day_formats").parse_days(cells.astype("float64") if is_number else cells).days
    _refuse(sheet, date, days.isna(), "days such as 2024-01-31")
    bars = pd.DataFrame({"Date": days})
    bars["Ticker"] = sheet.column(ticker) if ticker else sound_bars.ONLY_TICKER
    for name, source in found.items():
        cells = _known(sheet.numbers(source))
        parsed = pd.Series(load("numerals").parse_numbers(cells, sheet.decimal), cells.index)
        _refuse(sheet, source, parsed.isna() & cells.notna(), "numbers")
        bars[name] = parsed.where(parsed.abs() <= sound_bars.LARGEST_PRICE)
    return bars if "Volume" in bars else bars.assign(Volume=np.nan)


def _found(sheet: Any, schema: Any, names: Any) -> dict[str, str]:
    """Return which column of the file is the day, the ticker and each number of a bar."""
    prices = names.price_columns(sheet.names)
    date = schema.date_column or names.first_named(sheet.names, names.DATE_NAMES)
    ticker = schema.ticker_column or names.first_named(sheet.names, names.TICKER_NAMES)
    there = {
        "Date": date or sheet.names[0] if prices else date,
        **{role.capitalize(): prices.get(role) for role in names.BAR},
    }
    if not prices:
        there |= {
            role.capitalize(): names.first_named(sheet.names, names.PRICE_NAMES[role])
            for role in names.BAR
        }
    missing = [name for name, column in there.items() if column is None]
    asked = [name for name in (date, ticker) if name and name not in sheet.names]
    if missing or asked:
        raise ValueError(
            f"The file must hold daily prices, however: column {[*missing, *asked][0]!r} cannot "
            "be found. Name the columns Date, Open, High, Low and Close, and others as in the "
            "file the model was trained with."
        )
    more = {
        "Ticker": ticker,
        "Volume": prices.get("volume"),
        "Adj Close": prices.get("adjusted_close"),
    }
    return there | {name: column for name, column in more.items() if column}


def _cells(sheet: Any, name: str) -> pd.Series:
    return _known(sheet.column(name))


def _known(written: list[str]) -> pd.Series:
    cells = pd.Series(written, dtype="str")
    return cells.where(cells != "")


def _refuse(sheet: Any, name: str, is_bad: pd.Series, kind: str) -> None:
    places = np.flatnonzero(is_bad.to_numpy())
    if len(places):
        cell = sheet.column(name)[places[0]]
        raise ValueError(
            f"Column {name!r} must hold {kind}, however: line {sheet.lines[places[0]]} holds "
            f"{cell!r}. Mend that cell."
        )


def _mended(bars: pd.DataFrame, sound_bars: Any) -> pd.DataFrame:
    mended = sound_bars.mend(sound_bars.adjust(bars))
    if mended.bars.empty:
        raise ValueError(
            "Open, high, low and close must be positive numbers, however: no row has all four. "
            "Check the columns that hold the prices."
        )
    if mended.has_many_repeated:
        first = mended.repeated.iloc[0]
        raise ValueError(
            f"Each ticker must have one row a day, however: {len(mended.repeated)} rows repeat a "
            f"day, first {first['Ticker']!r} on {first['Date']:%Y-%m-%d}. Put the ticker of each "
            "row in a column named Ticker."
        )
    found: pd.DataFrame = mended.bars
    return found
