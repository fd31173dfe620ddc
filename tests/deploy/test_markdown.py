import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deploy.markdown import plain, table

HOSTILE = [
    "<script>alert(1)</script>",
    "a | b",
    "[click](https://example.com)",
    "**bold** _it_ `code`",
    "![](x.png)",
    "# title",
    "$x$ :material/home: ~~gone~~",
    "www.example.com me@example.com",
    "line\nbreak\x00\u202e",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_sign_keeps_a_meaning(text: str) -> None:
    bare = re.sub(r"\\.", "", plain(text))
    assert not re.search(r"[`*_\[\]<>#|~&:@$!]|www\.|\n", bare)


@given(st.text())
def test_text_reads_the_same_once_it_is_shown(text: str) -> None:
    printable = "".join(
        sign for sign in text if unicodedata.category(sign)[0] != "C" or sign.isspace()
    )
    shown = re.sub(r"\\(.)", r"\1", plain(text))
    assert shown.split() == printable.split()
    assert len(plain(text).splitlines()) <= 1


def test_table_lines_numbers_up_to_the_right() -> None:
    lines = table(("Measure", "Teacher"), (("AUC", "0.78"),)).splitlines()
    assert lines == ["| Measure | Teacher |", "| --- | ---: |", "| AUC | 0.78 |"]
