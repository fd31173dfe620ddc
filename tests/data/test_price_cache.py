from __future__ import annotations

import datetime as dt
import os
import re
from pathlib import Path

import pandas as pd
import platformdirs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.price_cache import (
    DATA_FOLDER_SETTING,
    FINISHED_EXPIRES_S,
    UNFINISHED_EXPIRES_S,
    Asked,
    PriceCache,
    price_folder,
)

NOW = dt.datetime(2024, 3, 5, 12, tzinfo=dt.UTC).timestamp()
TODAY = dt.date(2024, 3, 5)
FINISHED = Asked("AAA", dt.date(2024, 1, 2), dt.date(2024, 1, 31))
UNFINISHED = Asked("AAA", dt.date(2024, 1, 2))
ODD_TEXT = st.text(max_size=30) | st.sampled_from(
    [
        "../../etc/passwd",
        "/etc/passwd",
        "..\\..\\x",
        "C:\\x",
        "a/b",
        "\0",
        "CON",
        "~",
        ".",
        "\ud800",
    ]
)


@pytest.fixture
def cache(tmp_path: Path) -> PriceCache:
    return PriceCache(tmp_path / "prices", "fake", lambda: NOW)


def later(cache: PriceCache, seconds: float) -> PriceCache:
    return PriceCache(cache.folder, cache.source, lambda: NOW + seconds)


def rows() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Date": pd.to_datetime(["2024-01-02", "2024-01-03"]).as_unit("ns"),
            "Ticker": ["AAA", "AAA"],
            "Close": [1 / 3, float("nan")],
            "Volume": [10**12, 0],
        }
    )


@pytest.mark.parametrize("asked", [FINISHED, UNFINISHED])
def test_kept_rows_come_back_to_the_last_bit(cache: PriceCache, asked: Asked) -> None:
    assert cache.find(asked) is None
    cache.keep(asked, rows())
    pd.testing.assert_frame_equal(cache.find(asked), rows(), check_exact=True)


@pytest.mark.parametrize(
    ("asked", "expires_s"), [(FINISHED, FINISHED_EXPIRES_S), (UNFINISHED, UNFINISHED_EXPIRES_S)]
)
def test_a_finished_range_is_kept_long_and_one_that_reaches_today_shortly(
    cache: PriceCache, asked: Asked, expires_s: float
) -> None:
    cache.keep(asked, rows())
    assert later(cache, expires_s - 1).find(asked) is not None
    assert later(cache, expires_s + 1).find(asked) is None


@pytest.mark.parametrize(
    ("days_ago", "is_finished"), [(-1, False), (0, False), (1, False), (2, True), (30, True)]
)
def test_a_range_is_finished_when_its_last_day_is_over_in_every_time_zone(
    days_ago: int, is_finished: bool
) -> None:
    asked = Asked("AAA", None, TODAY - dt.timedelta(days=days_ago))
    assert asked.was_finished(NOW) is is_finished


def test_range_that_reached_today_when_it_was_fetched_expires_soon_for_ever(
    cache: PriceCache,
) -> None:
    until_today = Asked("AAA", None, TODAY)
    cache.keep(until_today, rows())
    assert later(cache, 10 * 24 * 3600).find(until_today) is None


def test_bars_from_the_future_are_not_trusted(cache: PriceCache) -> None:
    cache.keep(FINISHED, rows())
    assert later(cache, -60).find(FINISHED) is None


OTHER_QUESTIONS = [
    Asked("AAB", FINISHED.start, FINISHED.end),
    Asked("AAA", dt.date(2024, 1, 3), FINISHED.end),
    Asked("AAA", FINISHED.start, dt.date(2024, 1, 30)),
    Asked("AAA", None, FINISHED.end),
]


@pytest.mark.parametrize("other", OTHER_QUESTIONS)
def test_another_symbol_or_range_is_not_found(cache: PriceCache, other: Asked) -> None:
    cache.keep(FINISHED, rows())
    assert cache.find(other) is None


def test_another_source_is_not_found(cache: PriceCache) -> None:
    cache.keep(FINISHED, rows())
    assert PriceCache(cache.folder, "other", cache.clock).find(FINISHED) is None


@given(ODD_TEXT, ODD_TEXT)
def test_no_symbol_leaves_the_folder(symbol: str, source: str) -> None:
    folder = Path("some", "folder")
    path = PriceCache(folder, source).path(Asked(symbol))
    assert path.parent == folder
    assert re.fullmatch(r"[0-9a-f]{64}\.parquet", path.name)


@given(ODD_TEXT, ODD_TEXT)
def test_two_symbols_never_share_a_file(one: str, other: str) -> None:
    cache = PriceCache(Path("some"), "source")
    assert (one == other) is (cache.path(Asked(one)) == cache.path(Asked(other)))


@pytest.mark.parametrize("content", [b"", b"PAR1", b"PAR1 and more PAR1", b"\x00" * 200])
def test_file_that_is_no_parquet_counts_as_absent(cache: PriceCache, content: bytes) -> None:
    cache.keep(FINISHED, rows())
    path = cache.path(FINISHED)
    path.write_bytes(content)
    os.utime(path, (NOW, NOW))
    assert cache.find(FINISHED) is None
    cache.keep(FINISHED, rows())
    assert cache.find(FINISHED) is not None


@pytest.mark.parametrize("cut", [0.1, 0.5, 0.99])
def test_file_that_was_cut_counts_as_absent(cache: PriceCache, cut: float) -> None:
    cache.keep(FINISHED, rows())
    path = cache.path(FINISHED)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(cut * len(whole))])
    os.utime(path, (NOW, NOW))
    assert cache.find(FINISHED) is None


def test_folder_that_cannot_be_written_means_no_cache(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    cache = PriceCache(tmp_path / "file" / "prices", "fake", lambda: NOW)
    cache.keep(FINISHED, rows())
    assert cache.find(FINISHED) is None


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    cache: PriceCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.keep(FINISHED, rows())

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(pd.DataFrame, "to_parquet", full)
    cache.keep(FINISHED, rows().iloc[:1])
    assert len(cache.find(FINISHED)) == 2
    assert [path.suffix for path in cache.folder.iterdir()] == [".parquet"]


def test_what_has_expired_is_cleared_away_on_the_next_write(cache: PriceCache) -> None:
    cache.keep(FINISHED, rows())
    left_behind = cache.folder / "x.part"
    left_behind.write_bytes(b"")
    os.utime(left_behind, (NOW, NOW))
    month_later = later(cache, FINISHED_EXPIRES_S + 1)
    month_later.keep(OTHER_QUESTIONS[0], rows())
    assert list(cache.folder.iterdir()) == [cache.path(OTHER_QUESTIONS[0])]


def test_setting_chooses_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(DATA_FOLDER_SETTING, str(tmp_path))
    assert price_folder() == tmp_path / "prices"


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_setting_the_cache_of_the_user_is_taken(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv(DATA_FOLDER_SETTING, raising=False)
    if value is not None:
        monkeypatch.setenv(DATA_FOLDER_SETTING, value)
    assert price_folder().is_relative_to(platformdirs.user_cache_path())
