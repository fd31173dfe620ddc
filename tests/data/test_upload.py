from __future__ import annotations

import pandas as pd
import pytest

from core.data import assemble, decode
from core.data.load import load
from core.data.separated import SEPARATORS
from core.data.upload import read_csv, row_in_file
from core.errors import DataError, UnreadableFileError
from core.spec import DataSpec

PLAIN = "income,city,default\n1000,Zürich,0\n2000,Genève,1\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_every_usual_encoding_gives_the_same_rows(encoding: str) -> None:
    assert read_csv(PLAIN.encode(encoding))["city"].tolist() == ["Zürich", "Genève"]


@pytest.mark.parametrize("separator", SEPARATORS)
def test_every_usual_separator_gives_the_same_rows(separator: str) -> None:
    frame = read_csv(PLAIN.replace(",", separator).encode())
    pd.testing.assert_frame_equal(frame, read_csv(PLAIN.encode()))


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_line_end_gives_the_same_rows(line_end: str) -> None:
    frame = read_csv(PLAIN.replace("\n", line_end).encode())
    pd.testing.assert_frame_equal(frame, read_csv(PLAIN.encode()))


def test_decimal_comma_is_read_where_semicolons_separate() -> None:
    frame = read_csv(b"rate;day\n1,5;01.02.2020\n-0,25;02.02.2020\n")
    assert frame["rate"].tolist() == [1.5, -0.25]
    assert frame["day"].tolist() == ["01.02.2020", "02.02.2020"]


def test_decimal_point_is_read_where_semicolons_separate() -> None:
    assert read_csv(b"rate;share\n1.5;2.5\n")["rate"].tolist() == [1.5]


def test_names_in_angle_brackets_are_no_web_page() -> None:
    assert list(read_csv(b"<DATE>,<CLOSE>\n20240131,10.5\n")) == ["<DATE>", "<CLOSE>"]


def test_thousands_are_not_taken_for_decimals() -> None:
    assert read_csv(b"amount\tloan\n1,234\t1\n12,500\t2\n")["amount"].tolist() == [
        "1,234",
        "12,500",
    ]


def test_separators_inside_quotes_do_not_count() -> None:
    frame = read_csv(b'"a, b, c";d\n"1, 2";3\n')
    assert list(frame) == ["a, b, c", "d"]


def test_blank_lines_are_left_out_and_rows_keep_their_number() -> None:
    frame = read_csv(b"\na,b\n1,2\n\n3,4\n")
    assert frame["a"].tolist() == [1, 3]
    assert [row_in_file(label) for label in frame.index] == [3, 5]


def test_marks_for_missing_are_missing() -> None:
    assert read_csv(b"a,b\n?,1\n-,1\n,1\n2,1\n")["a"].isna().tolist() == [True, True, True, False]


def test_an_identifier_with_stray_text_does_not_stop_the_file() -> None:
    lines = [f"{i},{i * 37 % 811},{i % 2}" for i in range(1, 901)]
    content = "\n".join(["Kunden-Nr,income,y", *lines[:400], "Korrektur,5,1", *lines[400:]])
    table = load(DataSpec(source="csv"), content.encode())
    assert table.columns.identifiers == ("Kunden-Nr",)
    assert len(table.frame) == 901


def test_a_column_without_a_name_gets_one() -> None:
    assert list(read_csv(b",a\n0,5\n")) == ["Unnamed: 0", "a"]


def test_rows_with_a_trailing_separator_are_not_shifted() -> None:
    assert read_csv(b"a,b\n1,2,\n3,4,\n")["a"].tolist() == [1, 3]


@pytest.mark.parametrize("rows", ["1,2,9\n3,4,9\n", "1,2\n3,4,9\n", "1,2,9\n3,4\n"])
def test_cells_beyond_the_header_are_never_dropped_in_silence(rows: str) -> None:
    with pytest.raises(UnreadableFileError, match="as many cells as the header, 2"):
        read_csv(f"a,b\n{rows}".encode())


def test_size_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decode, "MAX_FILE_BYTES", 2**20)
    with pytest.raises(UnreadableFileError, match=r"at most 1 MB, however: it has 2\.0 MB"):
        read_csv(b"a,b\n" + b"1,2\n" * 2**19)


def test_row_limit_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assemble, "MAX_ROWS", 3)
    assert len(read_csv(b"a,b\n" + b"1,2\n" * 3)) == 3
    with pytest.raises(UnreadableFileError, match="at most 3 rows"):
        read_csv(b"a,b\n" + b"1,2\n" * 4)


def test_a_file_name_is_never_opened(tmp_path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    with pytest.raises(DataError):
        read_csv(str(secret).encode())
