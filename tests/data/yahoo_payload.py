"""The bodies that Yahoo Finance answers with, in their real shapes."""

from __future__ import annotations

from typing import Any

import pandas as pd

NEW_YORK = "America/New_York"
OPENS_AFTER = pd.Timedelta(hours=9.5)
SESSION = pd.Timedelta(hours=6.5)
OTHER_CHANGE = 1e-5
"""A smaller change of close over adjusted close is rounding, not a dividend."""

LEAST_SPLIT = 1.4

HTML = b"<!doctype html><html><body>Will be right back...</body></html>"
TOO_MANY = b"Too Many Requests\r\n"
BAD_GATEWAY = b"<html><head><title>502 Bad Gateway</title></head></html>"


def failure(code: str, description: str) -> dict[str, Any]:
    """Return the answer that says in words why there are no prices."""
    return {"chart": {"result": None, "error": {"code": code, "description": description}}}


NOT_FOUND = failure("Not Found", "No data found, symbol may be delisted")
NO_DATA = failure("Bad Request", "Data doesn't exist for startDate = 1, endDate = 2")
BAD_RANGE = failure("Unprocessable Entity", "1mo data not available")
BAD_CRUMB = {
    "finance": {
        "result": None,
        "error": {"code": "Unauthorized", "description": "Invalid Crumb"},
    }
}


def chart(
    symbol: str,
    bars: pd.DataFrame,
    zone: str = NEW_YORK,
    closes_at: pd.Timestamp | None = None,
) -> dict[str, Any]:
    """Return the answer for bars with columns Date, Open, High, Low, Close, Adj Close, Volume.

    Prices are those of the day; they go out as Yahoo gives them, quotes divided by later
    splits, adjusted closes beside them, splits and dividends as events, holes as null.
    """
    opens_at = moments(bars["Date"], zone)
    splits, dividends = _events(bars)
    later = splits[::-1].cumprod()[::-1].shift(-1, fill_value=1.0)
    quote = {name.lower(): _cells(bars[name] / later) for name in ("Open", "High", "Low", "Close")}
    quote["volume"] = _cells(bars["Volume"] * later, whole=True)
    result: dict[str, Any] = {
        "meta": _meta(symbol, zone, closes_at),
        "timestamp": opens_at,
        "events": _event_answer(opens_at, splits, dividends / later),
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": _cells(bars["Adj Close"])}]},
    }
    if not opens_at:
        del result["timestamp"], result["events"]
        result["indicators"] = {"quote": [{}], "adjclose": [{}]}
    return {"chart": {"result": [result], "error": None}}


def moments(days: pd.Series, zone: str) -> list[int]:
    """Return when the exchange opens on each day, in Unix time."""
    local = pd.to_datetime(days).dt.tz_localize(zone) + OPENS_AFTER
    return [int(moment.timestamp()) for moment in local]


def _meta(symbol: str, zone: str, closes_at: pd.Timestamp | None) -> dict[str, Any]:
    now = pd.Timestamp.now(zone)
    end = closes_at or now.normalize() + OPENS_AFTER + SESSION

    def period(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
        offset = int(first.tz_convert(zone).utcoffset().total_seconds())
        span = {"start": int(first.timestamp()), "end": int(last.timestamp())}
        return {"timezone": "EST", "gmtoffset": offset, **span}

    hours = pd.Timedelta(hours=4)
    return {
        "currency": "USD",
        "symbol": symbol,
        "exchangeName": "NMS",
        "instrumentType": "EQUITY",
        "firstTradeDate": 345479400,
        "regularMarketTime": int(now.timestamp()),
        "gmtoffset": -18000,
        "timezone": "EST",
        "exchangeTimezoneName": zone,
        "priceHint": 2,
        "currentTradingPeriod": {
            "pre": period(end - SESSION - hours, end - SESSION),
            "regular": period(end - SESSION, end),
            "post": period(end, end + hours),
        },
        "dataGranularity": "1d",
        "range": "",
        "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
    }


def _events(bars: pd.DataFrame) -> tuple[pd.Series, pd.Series]:
    """Read splits (ratio, else 1) and dividends (money, else 0) from the adjusted closes."""
    factor = bars["Close"] / bars["Adj Close"]
    change = (factor.shift() / factor).fillna(1.0)
    splits = change.round().where(change >= LEAST_SPLIT, 1.0)
    paid = 1.0 - splits / change
    dividends = (paid * bars["Close"].shift()).where(paid > OTHER_CHANGE, 0.0)
    return splits, dividends.fillna(0.0)


def _event_answer(
    opens_at: list[int], splits: pd.Series, dividends: pd.Series
) -> dict[str, dict[str, Any]]:
    return {
        "dividends": {
            str(at): {"amount": amount, "date": at}
            for at, amount in zip(opens_at, dividends, strict=True)
            if amount > 0
        },
        "splits": {
            str(at): {
                "date": at,
                "numerator": ratio,
                "denominator": 1.0,
                "splitRatio": f"{ratio:g}:1",
            }
            for at, ratio in zip(opens_at, splits, strict=True)
            if ratio > 1
        },
    }


def _cells(values: pd.Series, whole: bool = False) -> list[float | int | None]:
    kind = int if whole else float
    return [None if pd.isna(value) else kind(value) for value in values]
