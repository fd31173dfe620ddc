"""Names that columns go by, in the styles of data vendors, brokers and banks.

This file needs nothing but Python, so that a deployed model can carry the very code that
recognised the columns it learned from.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

PRICE_NAMES: dict[str, tuple[str, ...]] = {
    "open": ("open", "opening", "dayopen", "openprice", "openingprice", "priceopen", "o"),
    "high": ("high", "highest", "dayhigh", "highprice", "pricehigh", "max", "h"),
    "low": ("low", "lowest", "daylow", "lowprice", "pricelow", "min", "l"),
    "close": (
        "close", "closing", "last", "settle", "closelast", "dayclose", "closeprice",
        "closingprice", "priceclose", "price", "c",
    ),
    "adjusted_close": (
        "adjclose", "adjustedclose", "closeadj", "closeadjusted", "adjclosing", "adjcloseprice",
    ),
    "volume": (
        "volume", "vol", "volumetraded", "sharestraded", "tradedvolume", "totalvolume",
        "tradingvolume", "v",
    ),
}  # fmt: skip
DATE_NAMES = (
    "date", "day", "tradedate", "tradingdate", "tradingday", "sessiondate", "datetime",
    "timestamp", "time", "asofdate", "originationdate", "issuedate", "applicationdate",
)  # fmt: skip
TICKER_NAMES = (
    "ticker", "symbol", "tickersymbol", "stocksymbol", "tickercode", "sym", "security",
    "instrument", "stock", "asset", "ric", "isin", "cusip", "permno", "company", "companyname",
    "stockname", "name",
)  # fmt: skip
TARGET_NAMES = (
    "default", "defaulted", "isdefault", "defaultflag", "target", "label", "class", "y",
    "outcome", "baddebt", "bad", "isbad", "goodbad", "fraud", "isfraud", "churn", "churned",
    "loanstatus", "creditrisk", "risk", "response", "delinquent", "chargedoff",
)  # fmt: skip
BAR = ("open", "high", "low", "close")

_SAY_LITTLE = frozenset(
    {"price", "prices", "px", "in", "daily", "usd", "eur", "gbp", "chf", "jpy", "cad", "aud"}
)


def words_of(name: str) -> list[str]:
    """Split a column name into lower-case words: "CustomerID" gives customer, id."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return [word for word in re.split(r"[^a-z0-9]+", parted.lower()) if word]


def first_named(names: Sequence[str], known: Sequence[str]) -> str | None:
    """Return the column with the first of the known names, or None.

    "PX_LAST" is known as last, "1. open" as open, "Close (USD)" as close.
    """
    return _first([words_of(name) for name in names], names, known)


def price_columns(names: Sequence[str]) -> dict[str, str]:
    """Return which column is the open, the high and so on; nothing where one of them is missing.

    A word that nearly all names begin with, as in "AAPL.Open" and "AAPL.Close", is passed over.
    """
    words = [words_of(name) for name in names]
    shared = _shared_first_word(words)
    for parts in (words, [own[1:] if own[:1] == [shared] else own for own in words]):
        found = {role: _first(parts, names, known) for role, known in PRICE_NAMES.items()}
        if all(found[role] for role in BAR):
            return {role: name for role, name in found.items() if name}
    return {}


def _shared_first_word(words: Sequence[Sequence[str]]) -> str | None:
    firsts = Counter(own[0] for own in words if len(own) > 1)
    word, count = max(firsts.items(), key=lambda item: item[1], default=(None, 0))
    return word if count >= len(BAR) else None


def _first(
    words: Sequence[Sequence[str]], names: Sequence[str], known: Sequence[str]
) -> str | None:
    by_key: dict[str, str] = {}
    for own, name in zip(words, names, strict=True):
        by_key.setdefault(_key(own), name)
    return next((by_key[word] for word in known if word in by_key), None)


def _key(words: Sequence[str]) -> str:
    telling = [word for word in words if word not in _SAY_LITTLE and not word.isdigit()]
    return "".join(telling or words)
