from __future__ import annotations

import pytest

from core.data.load import load
from core.data.samples import SAMPLE_FOLDER
from core.data.table import Table
from core.errors import (
    ColumnValueError,
    DataError,
    LabError,
    MissingColumnError,
    NoTargetError,
    TargetError,
    TooFewRowsError,
    UnreadableFileError,
)
from core.spec import DataSpec, TaskSpec
from core.tasks.make import make_dataset

BROKEN = SAMPLE_FOLDER / "broken"
REFUSED_AS_A_FILE = [
    ("arrow", UnreadableFileError, "an Arrow file"),
    ("bad_day", ColumnValueError, '"Date" must hold days, however: row 7 holds "2024-13-45"'),
    ("binary", UnreadableFileError, "line 2 holds bytes that are no text"),
    ("bzip2_archive", UnreadableFileError, "a bzip2 archive"),
    ("database", UnreadableFileError, "it is a database"),
    ("duplicate_headers", DataError, 'the header repeats "income"'),
    ("empty", DataError, "the file is empty"),
    ("excel_workbook", UnreadableFileError, "an Excel workbook"),
    ("gzip_archive", UnreadableFileError, "a gzip archive"),
    ("header_only", DataError, "there is only a header"),
    ("json", UnreadableFileError, "looks like JSON"),
    ("long_name", UnreadableFileError, 'at most 1,000 characters, however: "xxx.* has 1,001'),
    ("missing_day", ColumnValueError, "row 6 is empty"),
    ("no_positive_price", DataError, "must be positive numbers"),
    ("old_excel_workbook", UnreadableFileError, "an old Excel workbook"),
    ("one_column", DataError, "at least two columns"),
    ("open_quote", UnreadableFileError, "an open quote"),
    ("parquet", UnreadableFileError, "a Parquet file"),
    ("pdf", UnreadableFileError, "a PDF document"),
    ("picture", UnreadableFileError, "it is a picture"),
    ("rar_archive", UnreadableFileError, "a RAR archive"),
    ("repeated_days", DataError, "6 of 8 rows repeat a day"),
    ("seven_zip_archive", UnreadableFileError, "a 7z archive"),
    ("text_document", UnreadableFileError, "it is a text document"),
    ("text_in_number_column", ColumnValueError, '"income" must hold numbers.*row 17 holds "a lot"'),
    ("text_in_price_column", ColumnValueError, '"Close" must hold numbers.*row 5 holds "n/k"'),
    ("too_many_columns", UnreadableFileError, "at most 500 columns, however: it has 501"),
    ("truncated_utf16", UnreadableFileError, "starts like UTF-16"),
    ("uneven_rows", UnreadableFileError, "as the header, 2, however: row 3 has 3"),
    ("unreadable_header", UnreadableFileError, "its first line cannot be read as column names"),
    ("web_page", UnreadableFileError, "looks like a web page"),
    ("xml", UnreadableFileError, "looks like XML"),
    ("xz_archive", UnreadableFileError, "an xz archive"),
]
REFUSED_BY_THE_TASK = [
    ("empty_target", TargetError, '"default" is empty'),
    ("no_target", NoTargetError, "needs a target column"),
    ("nothing_to_learn_from", MissingColumnError, "At least one column must be left"),
    ("one_class", TargetError, '"default" is always "0"'),
    ("rare_class", TargetError, "Validation rows must have at least two classes"),
    ("short_history", TooFewRowsError, "A security needs about"),
    ("too_few_rows", TooFewRowsError, "there are 4"),
    ("too_many_classes", TargetError, "has 11 different values"),
]
REFUSED = [*REFUSED_AS_A_FILE, *REFUSED_BY_THE_TASK]


def load_broken(name: str) -> Table:
    return load(DataSpec(source="csv"), (BROKEN / f"{name}.csv").read_bytes())


def use_broken(name: str) -> None:
    table = load_broken(name)
    make_dataset(table, TaskSpec(name="direction" if table.is_prices else "credit"))


@pytest.mark.parametrize(("name", "error", "words"), REFUSED)
def test_broken_file_is_refused_with_its_own_sentence(
    name: str, error: type[LabError], words: str
) -> None:
    with pytest.raises(error, match=words) as caught:
        use_broken(name)
    assert type(caught.value) is error
    assert caught.value.remedy.endswith(".")
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("name", [name for name, _, _ in REFUSED_BY_THE_TASK])
def test_file_that_only_a_task_can_refuse_is_loaded(name: str) -> None:
    assert len(load_broken(name).frame) > 0


def test_every_broken_file_is_tried() -> None:
    assert {path.stem for path in BROKEN.glob("*.csv")} == {name for name, _, _ in REFUSED}


def test_no_two_broken_files_share_a_sentence() -> None:
    sentences = []
    for name, error, _ in REFUSED:
        with pytest.raises(error) as caught:
            use_broken(name)
        sentences.append(str(caught.value))
    assert len(set(sentences)) == len(sentences)
