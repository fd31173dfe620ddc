"""What can go wrong at Yahoo Finance: one sentence each, with something to do about it."""

from __future__ import annotations

import datetime as dt

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

BUNDLED = "or choose the bundled US stocks instead."
REFUSALS = (RateLimitedError, OfflineError, TimedOutError)
"""Failures of the source itself, which most likely meet the next symbol too."""

CODES: dict[type[SourceError], str] = {
    UnknownSymbolError: "Y101",
    EmptyRangeError: "Y102",
    RateLimitedError: "Y103",
    OfflineError: "Y104",
    GarbledAnswerError: "Y105",
    TimedOutError: "Y106",
}
"""Code of the finding that tells of each failure."""


def unknown(symbol: str) -> SourceError:
    """Tell of a symbol that no security has."""
    return UnknownSymbolError(
        "Every ticker must be listed at Yahoo Finance",
        f"{quote(symbol)} is not known there",
        f"Check how Yahoo writes the symbol, {BUNDLED}",
    )


def no_session(symbol: str, start: dt.date | None, end: dt.date | None) -> SourceError:
    """Tell of a security without a finished session in the range."""
    return EmptyRangeError(
        "There must be finished sessions between the two days",
        f"{quote(symbol)} has none from {start or 'the first day'} to {end or 'today'}",
        f"Choose other days, {BUNDLED}",
    )


def rate_limited() -> SourceError:
    """Tell of a source that refuses, as too much was asked."""
    return RateLimitedError(
        "Yahoo Finance must accept the request",
        "it says that too many came from here, and keeps saying so",
        f"Wait some minutes, {BUNDLED}",
    )


def timed_out(symbol: str, timeout_s: float) -> SourceError:
    """Tell of a source that stays silent."""
    return TimedOutError(
        f"Yahoo Finance must answer within {timeout_s:g} seconds",
        f"no answer came for {quote(symbol)}",
        f"Try again, {BUNDLED}",
    )


def garbled(symbol: str) -> SourceError:
    """Tell of an answer that holds no prices."""
    return GarbledAnswerError(
        "Yahoo Finance must answer with prices",
        f"the answer for {quote(symbol)} is something else",
        f"Try again later, {BUNDLED}",
    )


def offline() -> SourceError:
    """Tell of a source that cannot be reached."""
    return OfflineError(
        "Yahoo Finance must be reachable",
        "there is no connection to it",
        f"Check the network, {BUNDLED}",
    )


def not_asked(refusal: SourceError) -> SourceError:
    """Tell of a symbol that was not even asked for, since the source refused others."""
    return type(refusal)(
        refusal.must,
        "it failed for others, so that the rest was not asked for",
        refusal.remedy,
    )
