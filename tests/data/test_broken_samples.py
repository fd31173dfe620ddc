from __future__ import annotations

import pytest

from core.data.load import load
from core.data.samples import SAMPLE_FOLDER
from core.errors import ColumnValueError, DataError, LabError, UnreadableFileError
from core.spec import DataSpec

BROKEN = SAMPLE_FOLDER / "broken"
REFUSED = [
    ("bad_day", ColumnValueError, '"Date" must hold days, however: row 7 holds "2024-13-45"'),
    ("binary", UnreadableFileError, "line 2 holds bytes that are no text"),
    ("duplicate_headers", DataError, 'the header repeats "income"'),
    ("empty", DataError, "the file is empty"),
    ("excel_workbook", UnreadableFileError, "an Excel workbook"),
    ("gzip_archive", UnreadableFileError, "a gzip archive"),
    ("header_only", DataError, "there is only a header"),
    ("json", UnreadableFileError, "looks like JSON"),
    ("missing_day", ColumnValueError, "row 6 is empty"),
    ("no_positive_price", DataError, "must be positive numbers"),
    ("one_column", DataError, "at least two columns"),
    ("open_quote", UnreadableFileError, "an open quote"),
    ("repeated_days", DataError, "6 of 8 rows repeat a day"),
    ("text_in_number_column", ColumnValueError, '"income" must hold numbers.*row 17 holds "a lot"'),
    ("text_in_price_column", ColumnValueError, '"Close" must hold numbers.*row 5 holds "n/k"'),
    ("too_many_columns", UnreadableFileError, "at most 500 columns, however: it has 501"),
    ("truncated_utf16", UnreadableFileError, "starts like UTF-16"),
    ("uneven_rows", UnreadableFileError, "as the header, 2, however: row 3 has 3"),
    ("web_page", UnreadableFileError, "looks like a web page"),
]
LEFT_TO_THE_TASK = ["no_target", "one_class", "too_few_rows"]


def load_broken(name: str):
    return load(DataSpec(source="csv"), (BROKEN / f"{name}.csv").read_bytes())


@pytest.mark.parametrize(("name", "error", "words"), REFUSED)
def test_broken_file_is_refused_with_its_own_sentence(
    name: str, error: type[LabError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        load_broken(name)
    assert type(caught.value) is error
    assert caught.value.remedy.endswith(".")


@pytest.mark.parametrize("name", LEFT_TO_THE_TASK)
def test_file_that_only_a_task_can_refuse_is_loaded(name: str) -> None:
    assert len(load_broken(name).frame) > 0


def test_every_broken_file_is_tried() -> None:
    tried = {name for name, _, _ in REFUSED} | set(LEFT_TO_THE_TASK)
    assert {path.stem for path in BROKEN.glob("*.csv")} == tried


def test_no_two_broken_files_share_a_sentence() -> None:
    sentences = []
    for name, error, _ in REFUSED:
        with pytest.raises(error) as caught:
            load_broken(name)
        sentences.append(str(caught.value))
    assert len(set(sentences)) == len(sentences)
