from __future__ import annotations

import datetime as dt
import socket
from collections.abc import Iterator

import pandas as pd
import pytest
import yfinance
from yfinance.cache import get_tz_cache
from yfinance.data import SingletonMeta, YfData

from core.data import yahoo
from core.data.load import load
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
from tests.data.fake_yahoo import NEW_YORK, FakeYahoo, RoutedSession, chart, serve

START, END = dt.date(2024, 1, 2), dt.date(2024, 1, 31)


@pytest.fixture(scope="module", autouse=True)
def _own_time_zone_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    yfinance.set_tz_cache_location(str(tmp_path_factory.mktemp("yfinance")))


@pytest.fixture(params=["first asked for", "asked for before"])
def fake(request: pytest.FixtureRequest) -> Iterator[FakeYahoo]:
    get_tz_cache().store("AAA", NEW_YORK if request.param == "asked for before" else None)
    YfData.cache_get.cache_clear()
    SingletonMeta._instances.pop(YfData, None)
    with serve() as server:
        yield server


def bars(first: str = "2024-01-02", sessions: int = 10, price: float = 100.0) -> pd.DataFrame:
    days = pd.bdate_range(first, periods=sessions)
    close = [price + step for step in range(sessions)]
    return pd.DataFrame(
        {
            "Date": days,
            "Open": close,
            "High": [value + 1 for value in close],
            "Low": [value - 1 for value in close],
            "Close": close,
            "Adj Close": [value / 2 for value in close],
            "Volume": [1000] * sessions,
        }
    )


def fetch(fake: FakeYahoo, *tickers: str, waits: list[float] | None = None) -> pd.DataFrame:
    waited = [] if waits is None else waits
    return yahoo.fetch(tickers, START, END, RoutedSession(fake.address, 0.5), waited.append)


def test_two_tickers_come_as_canonical_rows(fake: FakeYahoo) -> None:
    fake.reply("AAA", chart("AAA", bars()))
    fake.reply("BBB", chart("BBB", bars(sessions=5)))
    rows = fetch(fake, "aaa", "BBB")
    assert list(rows) == yahoo.COLUMNS
    assert rows["Ticker"].value_counts().to_dict() == {"AAA": 10, "BBB": 5}
    assert rows["Date"].dt.tz is None
    assert rows["Date"].iloc[0] == pd.Timestamp("2024-01-02")


def test_prices_come_adjusted(fake: FakeYahoo) -> None:
    fake.reply("AAA", chart("AAA", bars()))
    rows = fetch(fake, "AAA")
    assert rows.loc[0, ["Open", "High", "Low", "Close"]].tolist() == [50.0, 50.5, 49.5, 50.0]


def test_bar_of_an_unfinished_session_is_left_out(fake: FakeYahoo) -> None:
    today = pd.Timestamp.now("America/New_York").tz_localize(None).normalize()
    both = bars(sessions=2)
    both["Date"] = [today - pd.Timedelta(days=1), today]
    fake.reply("AAA", chart("AAA", both))
    rows = yahoo.fetch(["AAA"], session=RoutedSession(fake.address))
    assert rows["Date"].tolist() == [today - pd.Timedelta(days=1)]


def test_load_takes_the_rows_through_the_price_checks(fake: FakeYahoo) -> None:
    fake.reply("AAA", chart("AAA", bars()))
    spec = DataSpec(source="yahoo", tickers=("AAA",), start=START, end=END)
    table = load(spec, session=RoutedSession(fake.address))
    assert table.is_prices
    assert table.origin.source == "yahoo"
    assert "personal" in table.origin.attribution


def html(fake: FakeYahoo) -> None:
    fake.reply("AAA", b"<html><body>Will be back</body></html>")


def odd_json(fake: FakeYahoo) -> None:
    fake.reply("AAA", {"chart": {"result": [{}], "error": None}})


def server_error(fake: FakeYahoo) -> None:
    fake.reply("AAA", b"bad gateway", status=502)


def nobody(fake: FakeYahoo) -> None:
    fake.answers.clear()


def no_rows(fake: FakeYahoo) -> None:
    fake.reply("AAA", chart("AAA", bars(sessions=0)))


def refusal(fake: FakeYahoo) -> None:
    fake.reply("AAA", b"Too Many Requests", status=429)


def silence(fake: FakeYahoo) -> None:
    fake.reply("AAA", b"", delay_s=1.0)


FAILURES = [
    (html, GarbledAnswerError, "answer with prices"),
    (odd_json, GarbledAnswerError, "answer with prices"),
    (server_error, GarbledAnswerError, "answer with prices"),
    (nobody, UnknownSymbolError, '"AAA" is not known'),
    (no_rows, EmptyRangeError, "from 2024-01-02 to 2024-01-31"),
    (refusal, RateLimitedError, "too many"),
    (silence, TimedOutError, "no answer came"),
]


@pytest.mark.parametrize(("cause", "error", "words"), FAILURES)
def test_each_failure_has_its_own_sentence_and_offers_bundled_data(
    fake: FakeYahoo, cause, error: type[SourceError], words: str
) -> None:
    cause(fake)
    with pytest.raises(error, match=words) as caught:
        fetch(fake, "AAA")
    assert type(caught.value) is error
    assert "bundled" in caught.value.remedy


@pytest.mark.parametrize("cause", [html, server_error, nobody, no_rows])
def test_a_failure_is_not_remembered(fake: FakeYahoo, cause) -> None:
    cause(fake)
    with pytest.raises(SourceError):
        fetch(fake, "AAA")
    fake.reply("AAA", chart("AAA", bars()))
    assert len(fetch(fake, "AAA")) == 10


def test_refusals_are_met_with_longer_and_longer_waits(fake: FakeYahoo) -> None:
    refusal(fake)
    waits: list[float] = []
    with pytest.raises(RateLimitedError):
        fetch(fake, "AAA", waits=waits)
    assert waits == list(yahoo.BACK_OFF_S)


def test_a_refusal_that_passes_is_overcome(fake: FakeYahoo) -> None:
    refusal(fake)

    def relent(_: float) -> None:
        fake.reply("AAA", chart("AAA", bars()))

    rows = yahoo.fetch(["AAA"], START, END, RoutedSession(fake.address), relent)
    assert len(rows) == 10


def test_no_connection_is_told_as_such() -> None:
    SingletonMeta._instances.pop(YfData, None)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(OfflineError, match="no connection"):
            yahoo.fetch(["AAA"], START, END, RoutedSession(address))


@pytest.mark.parametrize("symbol", ["../secret", "A B", "", "AAPL?x=1", "A" * 16, "http://x"])
def test_what_cannot_be_a_symbol_is_never_asked_for(fake: FakeYahoo, symbol: str) -> None:
    with pytest.raises(UnknownSymbolError):
        fetch(fake, symbol)
    assert fake.asked == []
