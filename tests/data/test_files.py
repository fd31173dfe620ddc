from __future__ import annotations

import pytest

from core.data import files
from core.data.files import UploadedFile, content_hash
from core.data.load import load
from core.data.table import Table
from core.errors import ColumnValueError, DataError, MissingColumnError, UnreadableFileError
from core.spec import DataSpec
from tests.data.example_files import bars, rows

CSV = DataSpec(source="csv")


def prices(name: str, **columns: object) -> UploadedFile:
    return UploadedFile(name, bars().assign(**columns).to_csv(index=False).encode())


def panel(*uploaded: UploadedFile, **choices: object) -> Table:
    return load(DataSpec(source="csv", **choices), uploaded)


@pytest.mark.parametrize(
    ("name", "ticker"),
    [
        ("AAPL.csv", "AAPL"),
        ("AAPL (1).csv", "AAPL"),
        ("BRK.B.csv", "BRK.B"),
        ("^GSPC.csv", "^GSPC"),
        ("EURUSD=X.csv", "EURUSD=X"),
        ("prices/2024/AAPL.csv", "AAPL"),
        ("C:\\prices\\AAPL.CSV", "AAPL"),
        ("=1+1.csv", "1_1"),
        ("<b>A</b>.csv", "b"),
        ("a\u202eb.csv", "a_b"),
        ("x" * 300 + ".csv", "x" * 20),
        ("AAPL", "AAPL"),
        ("💰.csv", ""),
    ],
)
def test_ticker_is_the_plain_part_of_the_file_name(name: str, ticker: str) -> None:
    assert UploadedFile(name, b"").ticker == ticker


def test_one_file_a_ticker_makes_one_panel() -> None:
    table = panel(prices("MSFT.csv"), prices("AAPL.csv", Close=200.0, High=201.0))
    assert table.frame["Ticker"].unique().tolist() == ["AAPL", "MSFT"]
    assert len(table.frame) == 2 * len(bars())
    assert table.is_prices


def test_files_may_be_written_in_different_ways() -> None:
    other = bars().rename(columns={"Date": "day", "Close": "last"}).assign(Volume="1.000")
    semicolons = other.to_csv(index=False, sep=";", decimal=",").encode("utf-16")
    table = panel(prices("AAPL.csv"), UploadedFile("SAP.csv", semicolons))
    of = dict(iter(table.frame.groupby("Ticker")))
    assert of["SAP"]["Close"].tolist() == of["AAPL"]["Close"].tolist()
    assert of["SAP"]["Volume"].unique().tolist() == [1000]


def test_only_the_file_that_has_adjusted_closes_is_adjusted() -> None:
    half = prices("AAPL.csv", **{"Adj Close": bars()["Close"] / 2})
    of = dict(iter(panel(half, prices("MSFT.csv")).frame.groupby("Ticker")))
    assert of["AAPL"]["Close"].iloc[0] == 50
    assert of["MSFT"]["Close"].iloc[0] == 100


def test_a_ticker_column_wins_over_the_file_name() -> None:
    table = panel(prices("download.csv", Ticker="IBM"), prices("AAPL.csv"))
    assert table.frame["Ticker"].unique().tolist() == ["AAPL", "IBM"]


def test_corrections_hold_for_each_file() -> None:
    renamed = bars().rename(columns={"Date": "when"})
    uploaded = [UploadedFile(f"{name}.csv", renamed.to_csv().encode()) for name in ("A", "B")]
    assert panel(*uploaded, date_column="when").frame["Ticker"].nunique() == 2


def test_one_file_of_prices_is_called_after_its_name() -> None:
    assert panel(prices("AAPL.csv")).frame["Ticker"].unique().tolist() == ["AAPL"]


def test_one_file_that_is_no_prices_is_read_as_ever() -> None:
    content = rows().to_csv(index=False).encode()
    named = panel(UploadedFile("loans.csv", content))
    assert named.content_hash == load(CSV, content).content_hash


def test_the_file_at_fault_is_named() -> None:
    broken = prices("MSFT.csv", Close=["n/k"] * 40)
    with pytest.raises(ColumnValueError, match=r'however: in "MSFT.csv", row 2 holds "n/k"'):
        panel(prices("AAPL.csv"), broken)


@pytest.mark.parametrize(
    ("uploaded", "error", "words"),
    [
        ((), UnreadableFileError, "at most 50 files"),
        ((prices("A.csv"),) * 51, UnreadableFileError, "at most 50 files, however: there are 51"),
        ((prices("A.csv"), prices("A (1).csv")), DataError, 'several are called "A"'),
        ((prices("A.csv"), prices("💰.csv")), DataError, "one has no name"),
        (
            (prices("A.csv"), UploadedFile("B.csv", rows().to_csv(index=False).encode())),
            MissingColumnError,
            'in "B.csv", there is no day with open, high, low and close',
        ),
    ],
)
def test_files_that_make_no_panel_are_refused(
    uploaded: tuple[UploadedFile, ...], error: type[DataError], words: str
) -> None:
    with pytest.raises(error, match=words):
        panel(*uploaded)


def test_the_size_of_all_files_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_FILE_BYTES", 3000)
    with pytest.raises(UnreadableFileError, match="All files together"):
        panel(prices("A.csv"), prices("B.csv"))


def test_fingerprint_tells_files_apart_but_not_their_order() -> None:
    one, two = prices("AAPL.csv"), prices("MSFT.csv", Close=1.0)
    assert content_hash((one, two)) == content_hash((two, one))
    swapped = UploadedFile(two.name, one.content), UploadedFile(one.name, two.content)
    assert content_hash((one, two)) != content_hash(swapped)
    assert content_hash((one,)) == content_hash(one.content)


def test_files_must_be_those_that_the_spec_names() -> None:
    uploaded = (prices("AAPL.csv"), prices("MSFT.csv"))
    assert panel(*uploaded, content_hash=content_hash(uploaded)).is_prices
    with pytest.raises(DataError, match="its content is another"):
        panel(*uploaded[:1], content_hash=content_hash(uploaded))
