"""Daily prices of one security from Yahoo Finance; the only module that knows yfinance."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd

from core.data.yahoo_errors import garbled, no_session, offline, rate_limited, timed_out, unknown
from core.errors import SourceError

Session = Any
"""A session of curl_cffi or requests, the two that yfinance accepts."""

TIMEOUT_S = 10.0
COLUMNS = ["Date", "Ticker", "Open", "High", "Low", "Close", "Volume"]
SETTLING = pd.Timedelta(minutes=30)
"""How long after the close a bar may still change: some exchanges are shown with a delay."""

# yfinance keeps one session, one crumb and one file of time zones for a whole process.
_ONE_AT_A_TIME = threading.Lock()


def ask(
    symbol: str, start: dt.date | None, end: dt.date | None, session: Session | None
) -> pd.DataFrame:
    """Ask for the daily bars of one symbol, adjusted for splits and dividends.

    The bar of a session that may not have ended is left out. `Ticker.history` is used, as
    yfinance's `download` turns every failure into an empty frame.

    Parameters
    ----------
    symbol : str
        As Yahoo Finance writes it.
    start, end : date or None
        First and last day, both included; everything there is for None.
    session : Session or None
        How to reach the service; yfinance's own way for None.

    Returns
    -------
    DataFrame
        Date, Ticker, Open, High, Low, Close and Volume.

    Raises
    ------
    SourceError
        One of its subclasses, each with its own sentence.
    """
    import yfinance as yf
    from yfinance.data import YfData

    logging.getLogger("yfinance").setLevel(logging.CRITICAL)
    yf.config.debug.hide_exceptions = False
    with _ONE_AT_A_TIME:
        try:
            with _plain_errors(symbol):
                return _history(yf.Ticker(symbol, session=session), symbol, start, end)
        except SourceError:
            # yfinance remembers a failed answer for the life of the process.
            YfData.cache_get.cache_clear()
            raise


def _history(ticker: Any, symbol: str, start: dt.date | None, end: dt.date | None) -> pd.DataFrame:
    from yfinance.exceptions import YFPricesMissingError

    try:
        bars = ticker.history(
            period=None if start else "max",
            start=start,
            end=end + dt.timedelta(days=1) if end else None,
            actions=False,
            auto_adjust=True,
            timeout=TIMEOUT_S,
        )
    except YFPricesMissingError as error:
        if "delisted" in (error.yahoo_reason or ""):
            raise unknown(symbol) from error
        if error.yahoo_reason is None and "currency" not in ticker.history_metadata:
            raise garbled(symbol) from error
        raise no_session(symbol, start, end) from error
    rows = finished_rows(bars, _regular_end(ticker), pd.Timestamp.now("UTC"))
    if rows["Close"].isna().all():
        raise no_session(symbol, start, end)
    return rows.assign(Ticker=symbol)[COLUMNS]


def _regular_end(ticker: Any) -> pd.Timestamp | None:
    """When the latest regular session ends or ended, where the answer tells."""
    period = ticker.history_metadata.get("currentTradingPeriod") or {}
    end = (period.get("regular") or {}).get("end")
    return end if isinstance(end, pd.Timestamp) else None


def finished_rows(
    bars: pd.DataFrame, regular_end: pd.Timestamp | None, now: pd.Timestamp
) -> pd.DataFrame:
    """Keep the bars that cannot change any more; days are those of the exchange.

    Parameters
    ----------
    bars : DataFrame
        Its index holds days in the time zone of the exchange.
    regular_end : Timestamp or None
        When the latest regular session ends; today's bar is left out where it is not known.
    now : Timestamp
        With a time zone.

    Returns
    -------
    DataFrame
        With the column Date (datetime64, no time zone), its index counting from 0.
    """
    when = pd.DatetimeIndex(bars.index)
    today = now.tz_convert(when.tz).normalize()
    has_closed = (
        regular_end is not None
        and regular_end.tz_convert(when.tz).normalize() == today
        and regular_end + SETTLING <= now
    )
    is_finished = (when.normalize() <= today) if has_closed else (when.normalize() < today)
    rows = bars.assign(Date=when.tz_localize(None).normalize().as_unit("ns"))
    return rows[is_finished].reset_index(drop=True)


@contextmanager
def _plain_errors(symbol: str) -> Iterator[None]:
    """Turn what yfinance and its two HTTP libraries raise into the errors of this app."""
    import curl_cffi
    import curl_cffi.requests.exceptions as curl
    import requests.exceptions as plain
    from yfinance import exceptions as yahoo

    no_connection = (curl_cffi.CurlError, plain.RequestException)
    try:
        yield
    except SourceError:
        raise
    except yahoo.YFRateLimitError as error:
        raise rate_limited() from error
    except yahoo.YFTzMissingError as error:
        raise unknown(symbol) from error
    except (curl.HTTPError, plain.HTTPError) as error:
        raise (unknown(symbol) if _status(error) == 404 else garbled(symbol)) from error
    except (curl.Timeout, plain.Timeout) as error:
        raise timed_out(symbol, TIMEOUT_S) from error
    except (yahoo.YFException, ValueError, LookupError, TypeError, AttributeError) as error:
        # Without curl_cffi yfinance stumbles over the failed connection that it was handling.
        is_offline = isinstance(error, AttributeError) and isinstance(
            error.__context__, no_connection
        )
        raise (offline() if is_offline else garbled(symbol)) from error
    except no_connection as error:
        raise offline() from error


def _status(error: Exception) -> int | None:
    return getattr(getattr(error, "response", None), "status_code", None)
