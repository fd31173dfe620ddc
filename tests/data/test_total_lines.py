from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.decode import as_utf8
from core.data.dialect import recognise_dialect
from core.data.files import UploadedFile
from core.data.load import load
from core.data.total_lines import TotalLine, without_total_lines
from core.data.upload import read_csv
from core.spec import DataSpec
from tests.data.example_files import bars

HEAD = "id,income,default\n1,100,0\n2,200,1\n3,300,0\n"


def cut(content: str) -> tuple[str, tuple[TotalLine, ...]]:
    text = as_utf8(content.encode())
    kept, lines = without_total_lines(text, recognise_dialect(text))
    return kept.content[kept.start : kept.end].decode(), lines


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("Summe,600,1", "Summe"),
        ("TOTAL,600,1\n", "TOTAL"),
        ("Summe:,600,1\n\n\n", "Summe:"),
        (",Gesamt,1\n,,\n", "Gesamt"),
        ('"Grand total","600",1\r\n', "Grand total"),
        ("Durchschnitt,200,0.3\n", "Durchschnitt"),
    ],
)
def test_a_total_line_at_the_end_is_left_out(line: str, word: str) -> None:
    assert cut(HEAD + line) == (HEAD, (TotalLine(5, word),))


def test_several_total_lines_are_left_out_in_their_order() -> None:
    kept, lines = cut(HEAD + "Zwischensumme,600,1\nSumme,600,1\n")
    assert kept == HEAD
    assert lines == (TotalLine(5, "Zwischensumme"), TotalLine(6, "Summe"))


@pytest.mark.parametrize(
    "content",
    [
        HEAD,
        HEAD + "4,Summe,1\n",
        HEAD + "Summerau,400,1\n",
        "cover,income,default\ntotal,100,0\npart,200,1\ntotal,300,0\n",
        "cover,default\ntotal,0\n",
        'note,default\n1,0\n2,1\n"a\nSumme,1"\n',
    ],
)
def test_a_row_is_never_taken_for_a_total_line(content: str) -> None:
    assert cut(content) == (content, ())


def test_the_end_of_a_large_file_is_looked_at_alone() -> None:
    rows = "".join(f"{i},{i * 7},{i % 2}\n" for i in range(20_000))
    kept, lines = cut("id,income,default\n" + rows + "Total,1,1\n")
    assert lines == (TotalLine(20_002, "Total"),)
    assert kept.endswith("19999,139993,1\n")


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=50))
def test_rows_above_a_total_line_are_read_as_without_it(values: list[int]) -> None:
    plain = "id,income\n" + "".join(f"{i},{value}\n" for i, value in enumerate(values))
    with_total = f"{plain}Total,{sum(values)}\n"
    assert read_csv(with_total.encode()).equals(read_csv(plain.encode()))


def test_total_lines_of_several_files_are_told() -> None:
    content = bars().to_csv(index=False).encode() + b"Total,1,1,1,1,1\n"
    files = (UploadedFile("A.csv", content), UploadedFile("B.csv", content))
    table = load(DataSpec(source="csv"), files)
    assert len(table.frame) == 80
    assert "R106" in {finding.code for finding in table.findings}
