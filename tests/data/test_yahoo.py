from __future__ import annotations

import datetime as dt
import math
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
import pytest
import requests

from core.data.load import load
from core.data.table import Table
from core.data.yahoo import COLUMNS, SETTLING, ask, finished_rows
from core.data.yahoo_session import YahooSession
from core.errors import (
    EmptyRangeError,
    GarbledAnswerError,
    OfflineError,
    RateLimitedError,
    SourceError,
    TimedOutError,
    UnknownSymbolError,
)
from core.spec import DataSpec
from tests.data.fake_yahoo import PATIENCE_S, FakeYahoo, sample_bars
from tests.data.yahoo_payload import (
    BAD_CRUMB,
    BAD_GATEWAY,
    BAD_RANGE,
    HTML,
    NO_DATA,
    NOT_FOUND,
    TOO_MANY,
    chart,
)

ROOT = Path(__file__).parents[2]
START, END = dt.date(2024, 1, 2), dt.date(2024, 1, 31)
PRICES = ["Open", "High", "Low", "Close"]


class RequestsSession(requests.Session):
    """The other kind of session that yfinance accepts, routed to one address."""

    def __init__(self, address: str, timeout_s: float = PATIENCE_S) -> None:
        super().__init__()
        self.address, self.timeout_s = address, timeout_s

    def request(self, method: str, url: str, *args: Any, **options: Any) -> requests.Response:
        asked = urlsplit(url)
        options["timeout"] = self.timeout_s
        return super().request(
            method, f"{self.address}{asked.path}?{asked.query}", *args, **options
        )


BACKENDS = {"curl_cffi": YahooSession, "requests": RequestsSession}


def some_bars(first: str = "2024-01-02", sessions: int = 10, price: float = 100.0) -> pd.DataFrame:
    close = [price + step for step in range(sessions)]
    return pd.DataFrame(
        {
            "Date": pd.bdate_range(first, periods=sessions),
            "Open": close,
            "High": [value + 1 for value in close],
            "Low": [value - 1 for value in close],
            "Close": close,
            "Adj Close": [value / 2 for value in close],
            "Volume": [1000.0] * sessions,
        }
    )


def asked(fake: FakeYahoo, symbol: str = "AAA") -> pd.DataFrame:
    return ask(symbol, START, END, YahooSession(fake.address, fake.patience_s))


def loaded(fake: FakeYahoo, *tickers: str) -> Table:
    spec = DataSpec(source="yahoo", tickers=tickers)
    return load(spec, session=YahooSession(fake.address))


def test_bars_come_with_the_day_and_the_symbol(either_way: FakeYahoo) -> None:
    either_way.reply("AAA", chart("AAA", some_bars()))
    rows = asked(either_way)
    assert list(rows) == COLUMNS
    assert rows["Ticker"].unique().tolist() == ["AAA"]
    assert rows["Date"].tolist() == some_bars()["Date"].tolist()


def test_prices_come_adjusted(either_way: FakeYahoo) -> None:
    either_way.reply("AAA", chart("AAA", some_bars()))
    assert asked(either_way).loc[0, PRICES].tolist() == [50.0, 50.5, 49.5, 50.0]


def test_range_that_is_asked_for_includes_both_days(fake: FakeYahoo) -> None:
    fake.trade("AAA", some_bars("2023-12-01", sessions=80))
    days = asked(fake)["Date"]
    assert (days.min().date(), days.max().date()) == (START, END)


@pytest.mark.parametrize("symbol", ["AAPL", "MSFT"])
def test_splits_and_dividends_of_a_real_stock_are_adjusted_for(fake: FakeYahoo, symbol) -> None:
    raw = sample_bars(symbol)
    fake.trade(symbol, raw)
    events = chart(symbol, raw)["chart"]["result"][0]["events"]
    assert [split["splitRatio"] for split in events["splits"].values()][-1] == "2:1"
    assert events["dividends"]
    adjusted = loaded(fake, symbol).frame
    factor = raw["Adj Close"] / raw["Close"]
    expected = raw[PRICES].mul(factor, axis=0)
    pd.testing.assert_frame_equal(adjusted[PRICES], expected, rtol=1e-9)


def test_a_source_without_adjusted_closes_gives_the_closes(fake: FakeYahoo) -> None:
    payload = chart("EURUSD=X", some_bars())
    del payload["chart"]["result"][0]["indicators"]["adjclose"]
    fake.reply("EURUSD=X", payload)
    assert asked(fake, "EURUSD=X").loc[0, "Close"] == 100.0


def test_row_of_nulls_is_no_bar(fake: FakeYahoo) -> None:
    holes = some_bars()
    holes.loc[3, [*PRICES, "Adj Close", "Volume"]] = math.nan
    fake.reply("AAA", chart("AAA", holes))
    assert len(asked(fake)) == 9


def test_row_with_volume_only_is_left_out_and_told_of(fake: FakeYahoo) -> None:
    holes = some_bars()
    holes.loc[3, [*PRICES, "Adj Close"]] = math.nan
    fake.reply("AAA", chart("AAA", holes))
    assert math.isnan(asked(fake).loc[3, "Close"])
    table = loaded(fake, "AAA")
    assert len(table.frame) == 9
    assert "P102" in [finding.code for finding in table.findings]


def test_symbol_whose_rows_are_all_empty_has_no_session(fake: FakeYahoo) -> None:
    holes = some_bars()
    holes[[*PRICES, "Adj Close"]] = math.nan
    fake.reply("AAA", chart("AAA", holes))
    with pytest.raises(EmptyRangeError):
        asked(fake)


NOON = pd.Timestamp("2024-03-05 12:00", tz="Asia/Tokyo")


@pytest.mark.parametrize(
    ("regular_end", "has_today"),
    [
        (None, False),
        (NOON + pd.Timedelta(hours=1), False),
        (NOON - SETTLING + pd.Timedelta(minutes=1), False),
        (NOON - SETTLING, True),
        (NOON - pd.Timedelta(days=1), False),
    ],
)
def test_bar_of_today_stays_once_its_session_has_settled(regular_end, has_today: bool) -> None:
    days = pd.DatetimeIndex(["2024-03-04", "2024-03-05", "2024-03-06"], tz="Asia/Tokyo")
    rows = finished_rows(pd.DataFrame({"Close": 1.0}, days), regular_end, NOON.tz_convert("UTC"))
    assert [day.day for day in rows["Date"]] == ([4, 5] if has_today else [4])
    assert rows["Date"].dt.tz is None


def zone_where_it_is_noon() -> str:
    behind = dt.datetime.now(dt.UTC).hour - 12
    return f"Etc/GMT{behind:+d}" if behind else "Etc/GMT"


@pytest.mark.parametrize(("ended_hours_ago", "sessions"), [(2, 2), (-2, 1)])
def test_end_of_the_session_is_read_from_the_answer(
    fake: FakeYahoo, ended_hours_ago: int, sessions: int
) -> None:
    zone = zone_where_it_is_noon()
    now = pd.Timestamp.now(zone)
    today = now.tz_localize(None).normalize()
    bars = some_bars(sessions=2).assign(Date=[today - pd.Timedelta(days=1), today])
    ends = now - pd.Timedelta(hours=ended_hours_ago)
    fake.reply("AAA", chart("AAA", bars, zone, ends))
    assert len(ask("AAA", None, None, YahooSession(fake.address))) == sessions


def replies(body: object, status: int = 200) -> Callable[[FakeYahoo], None]:
    return lambda fake: fake.reply("AAA", body, status)


ODD = {"chart": {"result": [{}], "error": None}}
WITHOUT_CLOSES = chart("AAA", some_bars())
del WITHOUT_CLOSES["chart"]["result"][0]["indicators"]["quote"][0]["close"]
FAILURES = {
    "unknown": (replies(NOT_FOUND, 404), UnknownSymbolError, '"AAA" is not known'),
    "delisted": (replies(NOT_FOUND), UnknownSymbolError, '"AAA" is not known'),
    "no quotes": (replies(chart("AAA", some_bars(sessions=0))), EmptyRangeError, "from 2024-01-02"),
    "429": (replies(TOO_MANY, 429), RateLimitedError, "too many"),
    "web page": (replies(HTML), GarbledAnswerError, '"AAA" is something else'),
    "web page without the usual words": (replies(b"<html>"), GarbledAnswerError, "something else"),
    "502": (replies(BAD_GATEWAY, 502), GarbledAnswerError, "something else"),
    "nothing": (replies(b""), GarbledAnswerError, "something else"),
    "null": (replies(b"null"), GarbledAnswerError, "something else"),
    "list": (replies(b"[1, 2]"), GarbledAnswerError, "something else"),
    "odd JSON": (replies(ODD), GarbledAnswerError, "something else"),
    "no closes": (replies(WITHOUT_CLOSES), GarbledAnswerError, "something else"),
    "silence": (lambda fake: fake.fall_silent("AAA"), TimedOutError, "no answer came"),
}


@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize(("cause", "error", "words"), FAILURES.values(), ids=FAILURES)
def test_each_failure_has_its_own_sentence_and_offers_bundled_data(
    either_way: FakeYahoo, backend: str, cause, error: type[SourceError], words: str
) -> None:
    cause(either_way)
    with pytest.raises(error, match=words) as caught:
        ask("AAA", START, END, BACKENDS[backend](either_way.address, either_way.patience_s))
    assert type(caught.value) is error
    assert "bundled" in caught.value.remedy


ONCE_KNOWN = {
    "no data in the range": (NO_DATA, 400, EmptyRangeError),
    "range that cannot be": (BAD_RANGE, 422, EmptyRangeError),
    "crumb that was refused": (BAD_CRUMB, 401, GarbledAnswerError),
}


@pytest.mark.parametrize(("body", "status", "error"), ONCE_KNOWN.values(), ids=ONCE_KNOWN)
def test_refusals_of_a_range_are_told_from_answers_without_prices(
    fake: FakeYahoo, body: object, status: int, error: type[SourceError]
) -> None:
    fake.trade("AAA", some_bars())
    asked(fake)
    fake.reply("AAA", body, status)
    with pytest.raises(error) as caught:
        ask("AAA", START, None, YahooSession(fake.address))
    assert type(caught.value) is error


@pytest.mark.usefixtures("fake")
@pytest.mark.parametrize("backend", BACKENDS)
def test_no_connection_is_told_as_such(backend: str) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(OfflineError, match="no connection"):
            ask("AAA", START, END, BACKENDS[backend](address))


def test_no_connection_is_told_as_such_where_curl_cffi_is_switched_off(tmp_path: Path) -> None:
    code = """
import sys
import yfinance
from core.errors import OfflineError
from tests.data.test_yahoo import END, START, RequestsSession, ask
yfinance.set_tz_cache_location(sys.argv[1])
try:
    ask("AAA", START, END, RequestsSession("http://127.0.0.1:9"))
except OfflineError as error:
    print(error.found)
"""
    other = subprocess.run(
        [sys.executable, "-c", code, tmp_path],
        cwd=ROOT,
        env=os.environ | {"YF_DISABLE_CURL_CFFI": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "no connection" in other.stdout


@pytest.mark.parametrize("name", ["unknown", "no quotes", "web page", "502"])
def test_a_failure_is_not_remembered(either_way: FakeYahoo, name: str) -> None:
    FAILURES[name][0](either_way)
    with pytest.raises(SourceError):
        asked(either_way)
    either_way.reply("AAA", chart("AAA", some_bars()))
    assert len(asked(either_way)) == 10


def test_origin_tells_the_terms(fake: FakeYahoo) -> None:
    fake.trade("AAA", some_bars())
    table = loaded(fake, "AAA")
    assert table.is_prices
    assert (table.origin.source, table.origin.name) == ("yahoo", "AAA")
    assert "personal" in table.origin.attribution
