"""The quick and the careful reader: the same rows, whatever the size of a slice."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import careful, quick
from core.data.assemble import assemble
from core.data.careful import careful_slices
from core.data.decode import as_utf8
from core.data.dialect import recognise_dialect
from core.data.quick import quick_slices
from core.data.upload import read_csv, read_upload, row_in_file

CELL = st.one_of(
    st.sampled_from(["", "?", "NA", "inf", "-5", "007", "1e3", "True", "false", "a b", " 7", "ü"]),
    st.integers(-(2**70), 2**70).map(str),
    st.floats().map(str),
    st.sampled_from(['"x, y"', '"say ""hi"""', '"1.5"']),
)


def by(reader, content: bytes, narrow: bool = False) -> pd.DataFrame:
    text = as_utf8(content)
    dialect = recognise_dialect(text)
    return assemble(lambda: reader(text, dialect), dialect.names, narrow)


@settings(deadline=None)
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=12), st.integers(5, 60))
def test_both_readers_agree_whatever_the_size_of_a_slice(
    rows: list[tuple[str, str]], size: int
) -> None:
    content = "".join(f"{one},{two}\n" for one, two in [("a", "b"), *rows]).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quick, "SLICE_BYTES", size)
        patch.setattr(careful, "SLICE_ROWS", max(1, size // 20))
        quickly, carefully = by(quick_slices, content), by(careful_slices, content)
    # A row without any cell makes whole numbers floats before it is left out.
    pd.testing.assert_frame_equal(quickly, carefully, check_dtype=False)


@pytest.fixture
def small_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quick, "SLICE_BYTES", 20)


@pytest.mark.usefixtures("small_slices")
def test_text_far_down_makes_the_column_text_from_its_first_row() -> None:
    content = b"a,b\n" + b"1.50,1\n" * 50 + b"none of these,1\n"
    assert by(quick_slices, content)["a"].tolist() == ["1.50"] * 50 + ["none of these"]


@pytest.mark.usefixtures("small_slices")
def test_decimals_far_down_make_whole_numbers_floats() -> None:
    frame = by(quick_slices, b"a,b\n" + b"1,1\n" * 50 + b"2.5,1\n", narrow=True)
    assert frame["a"].tolist() == [1.0] * 50 + [2.5]
    assert frame["a"].dtype == np.float32


@pytest.mark.usefixtures("small_slices")
def test_blank_lines_keep_the_number_of_each_row() -> None:
    frame = by(quick_slices, b"a,b\n1,2\n\n\r\n3,4\n" + b"5,6\n" * 20)
    assert [row_in_file(label) for label in frame.index[:3]] == [2, 5, 6]


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2"], np.int32),
        (["1", "20240131"], np.int32),
        (["1", str(2**40)], np.int64),
        (["1.5", "2"], np.float32),
        (["1", ""], np.float32),
        (["20240131", ""], np.float64),
        (["1.5", "123456789.25"], np.float64),
        (["true", "FALSE"], np.bool_),
    ],
)
def test_numbers_take_as_few_bytes_as_hold_them(cells: list[str], kind: type) -> None:
    content = "a,b\n" + "".join(f"{cell},x\n" for cell in cells)
    assert by(quick_slices, content.encode(), narrow=True)["a"].dtype == kind


def test_prices_stay_in_sixty_four_bits() -> None:
    assert read_csv(b"a,b\n1.5,x\n")["a"].dtype == np.float64


def test_text_is_held_as_categories() -> None:
    frame = read_csv(b"a,b\nown,1\n rent ,2\nown,3\n,4\n")
    assert isinstance(frame["a"].dtype, pd.CategoricalDtype)
    assert frame["a"].tolist()[:3] == ["own", "rent", "own"]
    assert frame["a"].isna().tolist() == [False, False, False, True]


def test_the_last_line_needs_no_end() -> None:
    assert read_csv(b"a,b\n1,2\n3,4")["b"].tolist() == [2, 4]


def test_short_rows_are_filled_up() -> None:
    assert read_csv(b"a,b\n1,2\n3\n")["b"].isna().tolist() == [False, True]


def test_the_reading_says_how_the_file_was_written() -> None:
    reading = read_upload("a;b\n1,5;Zürich\n".encode("cp1252"))
    assert (reading.decimal, reading.encoding) == (",", "Windows-1252")
