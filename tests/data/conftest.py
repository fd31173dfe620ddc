from __future__ import annotations

from collections.abc import Iterator

import pytest
import yfinance
from yfinance.cache import get_tz_cache
from yfinance.data import SingletonMeta, YfData

from tests.data.fake_yahoo import FakeYahoo, serve
from tests.data.yahoo_payload import NEW_YORK

SYMBOLS = ("AAA", "BBB", "CCC")


@pytest.fixture(scope="session")
def _own_time_zone_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    yfinance.set_tz_cache_location(str(tmp_path_factory.mktemp("yfinance")))


@pytest.fixture
def fake(_own_time_zone_cache: None) -> Iterator[FakeYahoo]:
    """A stand-in that was never asked before: nothing is remembered of other tests."""
    forget()
    with serve() as server:
        yield server
    forget()


def forget(time_zone: str | None = None) -> None:
    """Empty what yfinance remembers; it may still know the time zone of some symbols."""
    for symbol in SYMBOLS:
        get_tz_cache().store(symbol, time_zone)
    YfData.cache_get.cache_clear()
    SingletonMeta._instances.pop(YfData, None)


@pytest.fixture(params=["first asked for", "asked for before"])
def either_way(request: pytest.FixtureRequest, fake: FakeYahoo) -> FakeYahoo:
    """The same, with and without a time zone that yfinance keeps from an earlier day."""
    forget(NEW_YORK if request.param == "asked for before" else None)
    return fake
