"""Files that were once read wrongly, or ended in a traceback."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from core.data.files import UploadedFile
from core.data.load import load
from core.errors import ColumnValueError, DataError
from core.spec import DataSpec, TaskSpec
from core.tasks.make import make_dataset

CREDIT = DataSpec(source="csv", target_column="y")


def bars(rows: int = 600, **cells: str) -> bytes:
    days = pd.bdate_range("2015-01-01", periods=rows)
    prices = 100 + np.arange(rows) % 17
    lines = [
        f"{day:%Y-%m-%d},{p},{p + 2},{p - 2},{p + 1},{cells.get('volume', '1000')}"
        for day, p in zip(days, prices, strict=True)
    ]
    return ("Date,Open,High,Low,Close,Volume\n" + "\n".join(lines)).encode()


def test_german_thousands_without_small_decimals_are_thousands_in_every_column() -> None:
    lines = [f"{60 + i % 30}.{100 + i % 800},32;{2 + i % 3}.653;{i % 2}" for i in range(200)]
    table = load(CREDIT, ("income;debt;y\n" + "\n".join(lines)).encode())
    assert table.frame["income"].iloc[0] == pytest.approx(60100.32, rel=1e-6)
    assert table.frame["debt"].iloc[0] == 2653


def test_english_thousands_without_small_decimals_are_thousands_in_every_column() -> None:
    lines = [f"{60 + i % 30},{100 + i % 800}.32;{2 + i % 3},653;{i % 2}" for i in range(200)]
    table = load(CREDIT, ("income;debt;y\n" + "\n".join(lines)).encode())
    assert table.frame["income"].iloc[0] == pytest.approx(60100.32, rel=1e-6)
    assert table.frame["debt"].iloc[0] == 2653


def test_two_tickers_with_styled_numbers_in_a_yfinance_file_end_in_a_table_or_a_sentence() -> None:
    names = ("Close", "High", "Low", "Open", "Volume")
    head = ["Price," + ",".join(n for n in names for _ in "AB"), "Ticker," + ",".join("AB" * 5)]
    head.append("Date" + "," * 10)
    days = pd.bdate_range("2015-01-01", periods=60)
    body = [f"{day:%Y-%m-%d}," + ",".join(['"7,730.83"'] * 10) for day in days]
    table = load(DataSpec(source="csv"), "\n".join(head + body).encode())
    assert set(table.frame["Ticker"]) == {"A", "B"}


def test_a_day_with_a_fraction_is_refused_with_its_row() -> None:
    content = bars().replace(b"2015-01-05", b"20150105.5")
    numeric = b"\n".join(line.replace(b"-", b"", 2) for line in content.splitlines())
    with pytest.raises(ColumnValueError):
        load(DataSpec(source="csv"), numeric)


def test_whole_numbers_beyond_64_bits_stay_classes_of_their_own() -> None:
    lines = [f"{i % 13},{(10**19, 2 * 10**19, 1)[i % 3]}" for i in range(600)]
    table = load(CREDIT, ("x,y\n" + "\n".join(lines)).encode())
    assert len(make_dataset(table, TaskSpec()).class_names) == 3


def test_a_volume_that_cannot_be_read_can_be_ignored() -> None:
    content = bars(volume="1.2M")
    table = load(DataSpec(source="csv", ignored_columns=("Volume",)), content)
    assert table.is_prices
    assert table.frame["Volume"].isna().all()


def test_one_security_cannot_count_twice_by_the_case_of_its_file_name() -> None:
    twice = (UploadedFile("AAPL.csv", bars()), UploadedFile("aapl.csv", bars()))
    with pytest.raises(DataError, match="named by its ticker"):
        load(DataSpec(source="csv"), twice)
