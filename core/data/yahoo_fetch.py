"""Daily prices of several securities: kept ones first, then patiently one after another."""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from core.data.in_flight import InFlight
from core.data.limits import MAX_LISTED_NAMES
from core.data.price_cache import Asked, PriceCache, price_folder
from core.data.quote import quote_all
from core.data.table import CheckReport
from core.data.yahoo import Session, ask
from core.data.yahoo_errors import CODES, REFUSALS, not_asked, unknown
from core.errors import RateLimitedError, SourceError

BACK_OFF_S = (2.0, 4.0)
"""Waits after a refusal; few, as yfinance makes seven requests of every attempt."""

MOST_REFUSALS = 2
"""Symbols that may fail because of the source before the rest is not asked for."""

_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.\-=^&]{0,14}")
_FETCHING: InFlight[pd.DataFrame] = InFlight()


@dataclass(frozen=True)
class Fetched:
    """Bars of the symbols that worked, and one report for each kind of failure of the others."""

    rows: pd.DataFrame
    reports: tuple[CheckReport, ...]


@dataclass(frozen=True)
class Way:
    """How to get bars: through which session, kept where, and who waits after a refusal.

    ``session`` is yfinance's own for None; without ``cache`` nothing is kept.
    """

    session: Session | None = None
    cache: PriceCache | None = None
    sleep: Callable[[float], None] = time.sleep


def usual_way() -> Way:
    """Return the way of the running app, as the environment sets it.

    Raises
    ------
    SpecError
        When the setting names an address beyond this machine.
    """
    from core.data.yahoo_session import session_to, stand_in

    address = stand_in()
    return Way(session_to(address), PriceCache(price_folder(), address or "Yahoo Finance"))


def fetch(
    tickers: Sequence[str],
    start: dt.date | None = None,
    end: dt.date | None = None,
    way: Way | None = None,
) -> Fetched:
    """Fetch adjusted daily bars, and keep what worked when some symbols fail.

    Parameters
    ----------
    tickers : sequence of str
        Symbols as Yahoo Finance writes them; case does not matter.
    start, end : date, optional
        First and last day, both included; everything there is when left out.
    way : Way, optional
        That of the running app when left out.

    Returns
    -------
    Fetched

    Raises
    ------
    SourceError
        The first failure, when every symbol fails.
    """
    way = way or usual_way()
    frames: list[pd.DataFrame] = []
    failures: dict[str, SourceError] = {}
    for symbol in dict.fromkeys(ticker.strip().upper() for ticker in tickers):
        refusals = [error for error in failures.values() if isinstance(error, REFUSALS)]
        try:
            frames.append(_rows(Asked(symbol, start, end), way, refusals))
        except SourceError as error:
            failures[symbol] = error
    if not frames:
        raise next(iter(failures.values()))
    return Fetched(pd.concat(frames, ignore_index=True), _reports(failures))


def _rows(asked: Asked, way: Way, refusals: Sequence[SourceError]) -> pd.DataFrame:
    if not _SYMBOL.fullmatch(asked.symbol):
        raise unknown(asked.symbol)
    kept = way.cache.find(asked) if way.cache else None
    if kept is not None:
        return kept
    if len(refusals) >= MOST_REFUSALS:
        raise not_asked(refusals[-1])
    waits_s = () if refusals else BACK_OFF_S
    if way.cache is None:
        return _ask_patiently(asked, way, waits_s)
    return _ask_once(asked, way, way.cache, waits_s)


def _ask_once(asked: Asked, way: Way, cache: PriceCache, waits_s: Sequence[float]) -> pd.DataFrame:
    """Ask, unless another thread is asking the same or has just kept its answer."""

    def work() -> pd.DataFrame:
        kept = cache.find(asked)
        if kept is not None:
            return kept
        rows = _ask_patiently(asked, way, waits_s)
        cache.keep(asked, rows)
        return rows

    return _FETCHING.once(cache.path(asked), work)


def _ask_patiently(asked: Asked, way: Way, waits_s: Sequence[float]) -> pd.DataFrame:
    for wait_s in waits_s:
        try:
            return ask(asked.symbol, asked.start, asked.end, way.session)
        except RateLimitedError:
            way.sleep(wait_s)
    return ask(asked.symbol, asked.start, asked.end, way.session)


def _reports(failures: Mapping[str, SourceError]) -> tuple[CheckReport, ...]:
    """Tell of the failures, one report for each kind."""
    kinds = dict.fromkeys(type(error) for error in failures.values())
    return tuple(
        _report({symbol: error for symbol, error in failures.items() if type(error) is kind})
        for kind in kinds
    )


def _report(alike: Mapping[str, SourceError]) -> CheckReport:
    first = next(iter(alike.values()))
    found = "; ".join(list(dict.fromkeys(e.found for e in alike.values()))[:MAX_LISTED_NAMES])
    return CheckReport(
        code=CODES[type(first)],
        title="Symbols that Yahoo Finance gave no prices for",
        severity="advises",
        why="The table holds the other symbols only.",
        remedy=first.remedy,
        state="fired",
        what=f"{first.must}, however: {found}",
        where=quote_all(alike),
    )
