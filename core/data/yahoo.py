"""Daily prices from Yahoo Finance; the only module that knows yfinance."""

from __future__ import annotations

import datetime as dt
import logging
import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pandas as pd

from core.data.quote import quote
from core.errors import (
    EmptyRangeError,
    GarbledAnswerError,
    OfflineError,
    RateLimitedError,
    SourceError,
    TimedOutError,
    UnknownSymbolError,
)

Session = Any
"""A session of curl_cffi or requests, the two that yfinance accepts."""

TIMEOUT_S = 10
BACK_OFF_S = (2.0, 4.0, 8.0)
COLUMNS = ["Date", "Ticker", "Open", "High", "Low", "Close", "Volume"]
BUNDLED = "or choose the bundled US stocks instead."

_SYMBOL = re.compile(r"[A-Z0-9^][A-Z0-9.\-=^]{0,14}")


def fetch(
    tickers: Sequence[str],
    start: dt.date | None = None,
    end: dt.date | None = None,
    session: Session | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> pd.DataFrame:
    """Fetch daily bars, one symbol after another, adjusted for splits and dividends.

    The bar of a session that may not have ended is left out. `Ticker.history` is used, as
    yfinance's `download` turns every failure into an empty frame.

    Parameters
    ----------
    tickers : sequence of str
        Symbols as Yahoo Finance writes them.
    start, end : date, optional
        First and last day, both included; everything there is when left out.
    session : Session, optional
        How to reach the service; yfinance's own way when left out.
    sleep : callable, optional
        Waits for a number of seconds between attempts after a refusal.

    Returns
    -------
    DataFrame
        Date, Ticker, Open, High, Low, Close and Volume.

    Raises
    ------
    SourceError
        One of its subclasses, each with its own sentence.
    """
    symbols = list(dict.fromkeys(ticker.strip().upper() for ticker in tickers))
    for symbol in symbols:
        if not _SYMBOL.fullmatch(symbol):
            raise _unknown(symbol)
    frames = [_with_back_off(symbol, start, end, session, sleep) for symbol in symbols]
    return pd.concat(frames, ignore_index=True)


def _with_back_off(
    symbol: str,
    start: dt.date | None,
    end: dt.date | None,
    session: Session | None,
    sleep: Callable[[float], None],
) -> pd.DataFrame:
    for wait_s in BACK_OFF_S:
        try:
            return _fetch_one(symbol, start, end, session)
        except RateLimitedError:
            sleep(wait_s)
    return _fetch_one(symbol, start, end, session)


def _fetch_one(
    symbol: str, start: dt.date | None, end: dt.date | None, session: Session | None
) -> pd.DataFrame:
    import yfinance as yf
    from yfinance.data import YfData

    logging.getLogger("yfinance").setLevel(logging.CRITICAL)
    yf.config.debug.hide_exceptions = False
    try:
        with _plain_errors(symbol, start, end):
            bars = yf.Ticker(symbol, session=session).history(
                period=None if start else "max",
                start=start,
                end=end + dt.timedelta(days=1) if end else None,
                actions=False,
                auto_adjust=True,
                timeout=TIMEOUT_S,
            )
            rows = _finished_rows(bars, symbol)
            if rows.empty:
                raise _no_session(symbol, start, end)
            return rows
    except SourceError:
        # yfinance remembers a failed answer for the life of the process.
        YfData.cache_get.cache_clear()
        raise


def _finished_rows(bars: pd.DataFrame, symbol: str) -> pd.DataFrame:
    """Bars of days before today at the exchange, as today's may still change."""
    when = pd.DatetimeIndex(bars.index)
    days = when.tz_localize(None).normalize()
    today = pd.Timestamp.now(when.tz).tz_localize(None).normalize()
    rows: pd.DataFrame = bars.assign(Date=days, Ticker=symbol)[COLUMNS]
    return rows[days < today].reset_index(drop=True)


@contextmanager
def _plain_errors(symbol: str, start: dt.date | None, end: dt.date | None) -> Iterator[None]:
    """Turn what yfinance and its two HTTP libraries raise into the errors of this app."""
    import curl_cffi.requests.exceptions as curl
    import requests.exceptions as plain
    from yfinance import exceptions as yahoo

    try:
        yield
    except yahoo.YFRateLimitError as error:
        raise _rate_limited() from error
    except yahoo.YFTzMissingError as error:
        raise _unknown(symbol) from error
    except yahoo.YFPricesMissingError as error:
        is_unlisted = "delisted" in (error.yahoo_reason or "")
        raise (_unknown(symbol) if is_unlisted else _no_session(symbol, start, end)) from error
    except (curl.HTTPError, plain.HTTPError) as error:
        raise (_unknown(symbol) if _status(error) == 404 else _garbled(symbol)) from error
    except (curl.Timeout, plain.Timeout) as error:
        raise _timed_out(symbol) from error
    except (yahoo.YFException, ValueError, LookupError, TypeError, AttributeError) as error:
        raise _garbled(symbol) from error
    except (curl.RequestException, plain.RequestException) as error:
        raise _offline() from error


def _status(error: Exception) -> int | None:
    return getattr(getattr(error, "response", None), "status_code", None)


def _unknown(symbol: str) -> SourceError:
    return UnknownSymbolError(
        "Every ticker must be listed at Yahoo Finance",
        f"{quote(symbol)} is not known there",
        f"Check how Yahoo writes the symbol, {BUNDLED}",
    )


def _no_session(symbol: str, start: dt.date | None, end: dt.date | None) -> SourceError:
    return EmptyRangeError(
        "There must be finished sessions between the two days",
        f"{quote(symbol)} has none from {start or 'the first day'} to {end or 'today'}",
        f"Choose other days, {BUNDLED}",
    )


def _rate_limited() -> SourceError:
    return RateLimitedError(
        "Yahoo Finance must accept the request",
        "it says that too many came from here, several times in a row",
        f"Wait some minutes, {BUNDLED}",
    )


def _timed_out(symbol: str) -> SourceError:
    return TimedOutError(
        f"Yahoo Finance must answer within {TIMEOUT_S} seconds",
        f"no answer came for {quote(symbol)}",
        f"Try again, {BUNDLED}",
    )


def _garbled(symbol: str) -> SourceError:
    return GarbledAnswerError(
        "Yahoo Finance must answer with prices",
        f"the answer for {quote(symbol)} is something else",
        f"Try again later, {BUNDLED}",
    )


def _offline() -> SourceError:
    return OfflineError(
        "Yahoo Finance must be reachable",
        "there is no connection to it",
        f"Check the network, {BUNDLED}",
    )
