from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd
import pytest

from core.data import yahoo_fetch
from core.data.load import load
from core.data.price_cache import DATA_FOLDER_SETTING, PriceCache
from core.data.yahoo_errors import CODES
from core.data.yahoo_fetch import BACK_OFF_S, MOST_REFUSALS, Fetched, Way, fetch
from core.data.yahoo_session import URL_SETTING, YahooSession
from core.errors import (
    GarbledAnswerError,
    RateLimitedError,
    SourceError,
    SpecError,
    UnknownSymbolError,
)
from core.spec import DataSpec
from tests.data.crowd import Crowd
from tests.data.fake_yahoo import FakeYahoo
from tests.data.test_yahoo import START, some_bars
from tests.data.yahoo_payload import BAD_GATEWAY, HTML, TOO_MANY, chart
from tests.runs.works import until

END = dt.date(2024, 1, 15)


def way_to(fake: FakeYahoo, cache: PriceCache | None = None, sleep=lambda _: None) -> Way:
    return Way(YahooSession(fake.address, fake.patience_s), cache, sleep)


def fetched(fake: FakeYahoo, *tickers: str, cache: PriceCache | None = None) -> Fetched:
    return fetch(tickers, START, END, way_to(fake, cache))


@pytest.fixture
def cache(tmp_path: Path) -> PriceCache:
    return PriceCache(tmp_path / "prices", "fake")


def test_two_symbols_come_one_after_another(fake: FakeYahoo) -> None:
    fake.trade("AAA", some_bars())
    fake.trade("BBB", some_bars(sessions=5))
    found = fetched(fake, " aaa", "BBB", "AAA")
    assert found.rows["Ticker"].value_counts().to_dict() == {"AAA": 10, "BBB": 5}
    assert found.reports == ()


def unknown(_: FakeYahoo, __: str) -> None:
    return


def garbled(fake: FakeYahoo, symbol: str) -> None:
    fake.reply(symbol, HTML)


def broken(fake: FakeYahoo, symbol: str) -> None:
    fake.reply(symbol, BAD_GATEWAY, 502)


def limited(fake: FakeYahoo, symbol: str) -> None:
    fake.reply(symbol, TOO_MANY, 429)


def empty(fake: FakeYahoo, symbol: str) -> None:
    fake.reply(symbol, chart(symbol, some_bars(sessions=0)))


def silent(fake: FakeYahoo, symbol: str) -> None:
    fake.fall_silent(symbol)


CAUSES = [
    (unknown, "Y101", '"BBB" is not known'),
    (empty, "Y102", '"BBB" has none'),
    (limited, "Y103", "too many"),
    (garbled, "Y105", '"BBB" is something else'),
    (broken, "Y105", '"BBB" is something else'),
    (silent, "Y106", 'no answer came for "BBB"'),
]


@pytest.mark.parametrize("order", [("AAA", "BBB"), ("BBB", "AAA")])
@pytest.mark.parametrize(("cause", "code", "words"), CAUSES)
def test_symbols_that_worked_are_kept_and_the_others_told_of(
    fake: FakeYahoo, order: tuple[str, str], cause, code: str, words: str
) -> None:
    fake.trade("AAA", some_bars())
    cause(fake, "BBB")
    found = fetched(fake, *order)
    assert found.rows["Ticker"].unique().tolist() == ["AAA"]
    (report,) = found.reports
    assert (report.code, report.severity, report.where) == (code, "advises", '"BBB"')
    assert words in report.what
    assert "bundled" in report.remedy


def test_findings_of_the_table_tell_of_the_failures(fake: FakeYahoo) -> None:
    fake.trade("AAA", some_bars())
    spec = DataSpec(source="yahoo", tickers=("NOPE", "AAA", "NADA"), start=START, end=END)
    table = load(spec, session=YahooSession(fake.address))
    told = {finding.code: finding for finding in table.findings}["Y101"]
    assert told.where == '"NOPE", "NADA"'
    assert '"NOPE" is not known there; "NADA" is not known there' in told.what
    assert "Y101" in [report.code for report in table.reports]
    assert table.origin.name == "AAA"


def test_first_failure_is_raised_when_all_fail(fake: FakeYahoo) -> None:
    garbled(fake, "BBB")
    with pytest.raises(GarbledAnswerError, match="BBB"):
        fetched(fake, "BBB", "NOPE")
    with pytest.raises(UnknownSymbolError, match="NOPE"):
        fetched(fake, "NOPE", "BBB")


def test_every_kind_of_failure_has_a_code() -> None:
    assert set(CODES) == set(SourceError.__subclasses__())
    assert len(set(CODES.values())) == len(CODES)


@pytest.mark.parametrize(
    "symbol", ["../secret", "A B", "", "AAPL?x=1", "AAPL/../B", "A" * 16, "http://x", "AÖ", "A\nB"]
)
def test_what_cannot_be_a_symbol_is_never_asked_for(fake: FakeYahoo, symbol: str) -> None:
    with pytest.raises(UnknownSymbolError):
        fetched(fake, symbol)
    assert fake.paths == []


@pytest.mark.parametrize("symbol", ["^GSPC", "BRK-B", "EURUSD=X", "M&M.NS", "000001.SS"])
def test_symbols_with_signs_arrive_as_they_are(fake: FakeYahoo, symbol: str) -> None:
    fake.trade(symbol, some_bars())
    assert len(fetched(fake, symbol).rows) == 10
    assert set(fake.asked) == {symbol}


def test_refusals_are_met_with_longer_and_longer_waits(fake: FakeYahoo) -> None:
    limited(fake, "AAA")
    waits: list[float] = []
    with pytest.raises(RateLimitedError):
        fetch(["AAA"], START, END, way_to(fake, sleep=waits.append))
    assert waits == list(BACK_OFF_S) == sorted(set(waits))


def test_a_refusal_that_passes_is_overcome(fake: FakeYahoo) -> None:
    limited(fake, "AAA")
    way = way_to(fake, sleep=lambda _: fake.trade("AAA", some_bars()))
    assert len(fetch(["AAA"], START, END, way).rows) == 10


@pytest.mark.parametrize("cause", [limited, silent])
def test_a_source_that_refuses_is_soon_left_alone(fake: FakeYahoo, cause) -> None:
    waits: list[float] = []
    symbols = [f"S{number}" for number in range(10)]
    for symbol in symbols:
        cause(fake, symbol)
    fake.trade("AAA", some_bars())
    found = fetch(["AAA", *symbols], START, END, way_to(fake, sleep=waits.append))
    assert set(fake.asked) == {"AAA", *symbols[:MOST_REFUSALS]}
    assert len(waits) <= len(BACK_OFF_S)
    (report,) = found.reports
    assert '"S9"' in report.where
    assert "not asked for" in report.what


def test_kept_bars_are_given_without_asking(fake: FakeYahoo, cache: PriceCache) -> None:
    fake.trade("AAA", some_bars())
    first = fetched(fake, "AAA", cache=cache)
    fake.asked.clear()
    second = fetched(fake, "aaa ", cache=cache)
    pd.testing.assert_frame_equal(first.rows, second.rows)
    assert fake.asked == []


def test_kept_bars_are_given_even_when_the_source_refuses(
    fake: FakeYahoo, cache: PriceCache
) -> None:
    fake.trade("CCC", some_bars())
    fetched(fake, "CCC", cache=cache)
    limited(fake, "AAA")
    limited(fake, "BBB")
    assert fetched(fake, "AAA", "BBB", "CCC", cache=cache).rows["Ticker"].unique() == ["CCC"]


def test_another_range_is_another_question(fake: FakeYahoo, cache: PriceCache) -> None:
    fake.trade("AAA", some_bars())
    fetched(fake, "AAA", cache=cache)
    later = fetch(["AAA"], dt.date(2024, 1, 8), END, way_to(fake, cache))
    assert later.rows["Date"].min() == pd.Timestamp("2024-01-08")


@pytest.mark.parametrize("cause", [unknown, garbled, broken, limited, empty])
def test_failures_are_never_kept(fake: FakeYahoo, cache: PriceCache, cause) -> None:
    cause(fake, "AAA")
    with pytest.raises(SourceError):
        fetched(fake, "AAA", cache=cache)
    fake.trade("AAA", some_bars())
    assert len(fetched(fake, "AAA", cache=cache).rows) == 10


def at_once(count: int, work: Callable[[], object]) -> list[object]:
    """Run the same work in threads that start together; gives results and errors."""
    start = threading.Barrier(count)

    def attempt() -> object:
        start.wait()
        try:
            return work()
        except SourceError as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return [future.result() for future in [pool.submit(attempt) for _ in range(count)]]


def test_a_class_of_thirty_fetches_once(fake: FakeYahoo, cache: PriceCache) -> None:
    body = chart("AAA", some_bars())
    fake.reply("AAA", body, delay_s=0.1)
    results = at_once(30, lambda: fetched(fake, "AAA", cache=cache).rows)
    assert all(len(rows) == 10 for rows in results)
    time_zone_and_bars = 2
    assert len(fake.asked) == time_zone_and_bars


def test_a_class_of_thirty_is_refused_once(
    fake: FakeYahoo, cache: PriceCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = Crowd(yahoo_fetch._FETCHING, monkeypatch)
    limited(fake, "AAA")
    way = way_to(fake, cache, sleep=lambda _: until(lambda: crowd.arrived >= 30))
    results = at_once(30, lambda: fetch(["AAA"], START, END, way))
    assert {type(error) for error in results} == {RateLimitedError}
    requests_of_an_attempt = 2
    assert len(fake.asked) == requests_of_an_attempt * (1 + len(BACK_OFF_S))


def test_many_symbols_at_once_are_asked_for_one_by_one_and_not_mixed(
    fake: FakeYahoo, cache: PriceCache
) -> None:
    prices = {f"T{number}": 100.0 + number for number in range(12)}
    for symbol, price in prices.items():
        fake.reply(symbol, chart(symbol, some_bars(price=price)), delay_s=0.01)
    symbols = iter(prices)
    results = at_once(12, lambda: fetched(fake, next(symbols), cache=cache).rows)
    firsts = {rows["Ticker"].iloc[0]: 2 * rows["Close"].iloc[0] for rows in results}
    assert firsts == prices
    assert fake.most_at_once == 1


SPEC = DataSpec(source="yahoo", tickers=("AAA",), start=START, end=END)


def test_setting_points_the_app_at_a_stand_in_and_bars_are_kept(
    fake: FakeYahoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(URL_SETTING, fake.address)
    monkeypatch.setenv(DATA_FOLDER_SETTING, str(tmp_path))
    fake.trade("AAA", some_bars())
    first, kept = load(SPEC), load(SPEC)
    assert len(fake.asked) == 2
    assert first.content_hash == kept.content_hash
    assert len(list((tmp_path / "prices").iterdir())) == 1


def test_bars_of_a_stand_in_are_never_taken_for_those_of_another(
    fake: FakeYahoo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(DATA_FOLDER_SETTING, str(tmp_path))
    monkeypatch.setenv(URL_SETTING, fake.address)
    here = yahoo_fetch.usual_way().cache
    monkeypatch.delenv(URL_SETTING)
    real = yahoo_fetch.usual_way().cache
    asked = yahoo_fetch.Asked("AAA", START, END)
    assert here.path(asked) != real.path(asked)


def test_setting_that_leaves_this_machine_is_refused_before_anything_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(URL_SETTING, "https://example.com")
    with pytest.raises(SpecError, match="address of this machine"):
        load(SPEC)
