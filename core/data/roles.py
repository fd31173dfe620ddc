"""What each column means: guessed from its name and cells, corrected by the user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from core.data.days import read_days
from core.data.identity import identifier_reason, protected_reason
from core.data.names import (
    BAR,
    DATE_NAMES,
    TARGET_NAMES,
    TICKER_NAMES,
    first_named,
    price_columns,
    words_of,
)
from core.data.quote import quote, quote_all
from core.data.table import Columns
from core.errors import ColumnValueError, MissingColumnError
from core.spec import DataSpec

PRICE_WORDS: dict[str, str] = {
    "open": "the first price of the day",
    "high": "the highest price of the day",
    "low": "the lowest price of the day",
    "close": "the last price of the day",
    "adjusted_close": "the close adjusted for splits and dividends",
    "volume": "how much was traded",
}
_LOOKED_AT = 50


@dataclass(frozen=True)
class _Choice:
    column: str | None
    reason: str = ""


def recognise(frame: pd.DataFrame, spec: DataSpec) -> Columns:
    """Give every column its role, with a reason, and let the spec's corrections win.

    A column named as target makes the rows a table, even where prices are there too.

    Parameters
    ----------
    frame : DataFrame
        Rows as they were read.
    spec : DataSpec
        Its ``date_column``, ``ticker_column``, ``target_column`` and ``ignored_columns``.

    Returns
    -------
    Columns
        ``target`` is None where nothing looks like one; prices need none.

    Raises
    ------
    MissingColumnError
        When a correction names a column that is not there.
    """
    names = [str(name) for name in frame.columns]
    _check_corrections(names, spec)
    bar = {} if spec.target_column else price_columns(names)
    date = _date(frame, names, spec, is_prices=bool(bar))
    if bar and date.column:
        return _price_roles(names, spec, bar, date)
    return _table_roles(frame, names, spec, date)


def are_prices(names: Sequence[str], spec: DataSpec) -> bool:
    """Whether columns of these names can be the prices of daily bars."""
    return not spec.target_column and bool(price_columns(names))


def _check_corrections(names: list[str], spec: DataSpec) -> None:
    asked = (spec.date_column, spec.ticker_column, spec.target_column)
    for name in (*asked, *(spec.ignored_columns or ())):
        if name and name not in names:
            raise MissingColumnError(
                f"The column {quote(name)} must be in the data",
                f"there are {quote_all(names)}",
                "Choose one of the columns that are there.",
            )


def _date(frame: pd.DataFrame, names: list[str], spec: DataSpec, *, is_prices: bool) -> _Choice:
    if spec.date_column:
        return _Choice(spec.date_column, "You chose it as the day.")
    named = first_named(names, DATE_NAMES)
    if named and (is_prices or _looks_like_days(frame[named])):
        return _Choice(named, "Its name says that it holds the day.")
    if is_prices and _looks_like_days(frame[names[0]]):
        return _Choice(names[0], "It is the first column and holds days.")
    dated = [name for name in names if "date" in words_of(name) and not protected_reason(name)]
    if len(dated) == 1 and _looks_like_days(frame[dated[0]]):
        return _Choice(dated[0], "It is the only column named like a date, and holds days.")
    return _Choice(None)


def _looks_like_days(cells: pd.Series) -> bool:
    few = cells.dropna().head(_LOOKED_AT)
    if few.empty:
        return False
    try:
        read_days(few)
    except ColumnValueError:
        return False
    return True


def _price_roles(names: list[str], spec: DataSpec, bar: dict[str, str], date: _Choice) -> Columns:
    ticker = _ticker(names, spec)
    ignored = spec.ignored_columns or ()
    bar = {role: name for role, name in bar.items() if role in BAR or name not in ignored}
    reasons = [(date.column, date.reason), (ticker.column, ticker.reason)]
    reasons += [(name, f"Its name says {PRICE_WORDS[role]}.") for role, name in bar.items()]
    return Columns(
        date=date.column,
        ticker=ticker.column,
        open=bar["open"],
        high=bar["high"],
        low=bar["low"],
        close=bar["close"],
        adjusted_close=bar.get("adjusted_close"),
        volume=bar.get("volume"),
        reasons=tuple((name, reason) for name, reason in reasons if name),
    )


def _ticker(names: list[str], spec: DataSpec) -> _Choice:
    if spec.ticker_column:
        return _Choice(spec.ticker_column, "You chose it as the ticker.")
    named = first_named(names, TICKER_NAMES)
    return _Choice(named, "Its name says that it tells securities apart." if named else "")


def _table_roles(frame: pd.DataFrame, names: list[str], spec: DataSpec, date: _Choice) -> Columns:
    target = _target(names, spec)
    ticker = _Choice(spec.ticker_column, "You chose it as the ticker.")
    taken = {date.column, target.column, ticker.column}
    free = [name for name in names if name not in taken]
    protected = {name: protected_reason(name) for name in free}
    protected = {name: reason for name, reason in protected.items() if reason}
    identifiers = {name: identifier_reason(frame[name]) for name in free if name not in protected}
    identifiers = {name: reason for name, reason in identifiers.items() if reason}
    ignored = spec.ignored_columns
    if ignored is None:
        ignored = (*identifiers, *protected)
    chosen = [(choice.column, choice.reason) for choice in (date, ticker, target)]
    return Columns(
        date=date.column,
        ticker=ticker.column,
        target=target.column,
        identifiers=tuple(identifiers),
        protected=tuple(protected),
        features=tuple(name for name in free if name not in ignored),
        reasons=tuple(
            (name, reason)
            for name, reason in (*chosen, *identifiers.items(), *protected.items())
            if name and reason
        ),
    )


def _target(names: list[str], spec: DataSpec) -> _Choice:
    if spec.target_column:
        return _Choice(spec.target_column, "You chose it as the target.")
    named = first_named(names, TARGET_NAMES)
    if named:
        return _Choice(named, "Its name says that it is the outcome.")
    starting = [name for name in names if words_of(name)[:1] == ["default"]]
    if len(starting) == 1:
        return _Choice(starting[0], "Its name says that it tells of default.")
    return _Choice(None)
