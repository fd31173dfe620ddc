from __future__ import annotations

import pytest

from core.data.decode import as_utf8
from core.data.dialect import Dialect, recognise_dialect
from core.data.upload import column_names, read_csv, row_in_file
from core.errors import DataError


def dialect(text: str) -> Dialect:
    return recognise_dialect(as_utf8(text.encode()))


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b\n1,5;2,5\n", ";"),
        ("a\tb\n1\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ("price, USD;date\n1;2\n3;4\n", ";"),
        ('"a;b;c",d\n"1;2;3",4\n', ","),
        ("sep=|\na|b\n1|2\n", "|"),
    ],
)
def test_separator_is_the_one_that_splits_all_lines_alike(text: str, separator: str) -> None:
    assert dialect(text).separator == separator


@pytest.mark.parametrize(
    ("text", "decimal"),
    [
        ("a;b\n1,5;2\n", ","),
        ("a;b\n1.5;2\n", "."),
        ("a;b\n1,25;1.100\n", ","),
        ("a;b\n1,234;1,500\n", "."),
        ('a,b\n"1,5","2,25"\n', ","),
        ("a,b\n1,5\n", "."),
        ("a;b\n0,125;x\n", ","),
    ],
)
def test_decimal_mark_is_told_by_numbers_that_allow_one_reading(text: str, decimal: str) -> None:
    assert dialect(text).decimal == decimal


def test_a_line_that_names_the_separator_is_no_header() -> None:
    frame = read_csv(b"sep=;\na;b\n1;2\n")
    assert list(frame) == ["a", "b"]
    assert row_in_file(frame.index[0]) == 3


def test_a_header_may_hold_a_line_end_in_quotes() -> None:
    frame = read_csv(b'"in\ncome",b\n1,2\n')
    assert list(frame) == ["income", "b"]
    assert frame["b"].tolist() == [2]


def test_names_are_read_without_the_rows() -> None:
    assert column_names(b"a,b\n1,2,3,4,5\n") == ("a", "b")


YFINANCE = (
    b"Price,Close,High,Low,Open,Volume\n"
    b"Ticker,AAPL,AAPL,AAPL,AAPL,AAPL\n"
    b"Date,,,,,\n"
    b"2024-01-02,185.6,188.4,183.8,187.1,82488700\n"
    b"2024-01-03,184.2,185.8,183.4,184.2,58414500\n"
)


def test_the_two_line_header_of_yfinance_is_understood() -> None:
    frame = read_csv(YFINANCE)
    assert list(frame) == ["Date", "Close", "High", "Low", "Open", "Volume", "Ticker"]
    assert frame["Ticker"].tolist() == ["AAPL", "AAPL"]
    assert frame["Close"].tolist() == [185.6, 184.2]
    assert row_in_file(frame.index[0]) == 4


def test_tickers_side_by_side_are_put_below_each_other() -> None:
    content = (
        b"Price,Close,Close,Open,Open\nTicker,AAPL,MSFT,AAPL,MSFT\nDate,,,,\n"
        b"2024-01-02,185.6,,187.1,\n2024-01-03,184.2,370.6,184.2,369.0\n"
    )
    frame = read_csv(content)
    assert frame[["Ticker", "Close", "Open"]].to_numpy().tolist() == [
        ["AAPL", 185.6, 187.1],
        ["AAPL", 184.2, 184.2],
        ["MSFT", 370.6, 369.0],
    ]


def test_a_column_that_is_called_price_is_no_header_of_yfinance() -> None:
    assert list(read_csv(b"Price,default\n5,1\n6,0\n")) == ["Price", "default"]


def test_repeated_names_are_refused_without_a_second_line() -> None:
    with pytest.raises(DataError, match='repeats "Close"'):
        dialect("Price,Close,Close\n1,2,3\n")
