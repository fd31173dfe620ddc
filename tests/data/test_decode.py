from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.decode import as_utf8
from core.errors import DataError

TEXT = "town,default\nZürich,0\nGenève,1\n"


def decoded(content: bytes) -> str:
    text = as_utf8(content)
    return text.content[text.start : text.end].decode()


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16 without a mark"),
        ("utf-16-be", "UTF-16 without a mark"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_encoding_is_recognised_and_named(codec: str, name: str) -> None:
    content = TEXT.encode(codec)
    assert decoded(content) == TEXT
    assert as_utf8(content).encoding == name


def test_big_endian_utf16_with_a_mark_is_read() -> None:
    assert decoded(b"\xfe\xff" + TEXT.encode("utf-16-be")) == TEXT


def test_bytes_that_windows_does_not_know_are_latin() -> None:
    assert as_utf8(b"town,default\n\x81\xe9,0\n").encoding == "Latin-1"


def test_quotes_and_euro_of_windows_are_read() -> None:
    assert decoded("a,b\n€5,’\n".encode("cp1252")) == "a,b\n€5,’\n"


def test_a_large_utf8_file_is_not_copied() -> None:
    content = TEXT.encode() * 100
    assert as_utf8(content).content is content


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1))
def test_any_utf8_text_comes_back(text: str) -> None:
    written = f"x{text},y\n"
    assert decoded(written.encode()) == written.removeprefix("\ufeff")


@pytest.mark.parametrize("content", [b"", b"\n\n", b" \t\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_nothing_is_told_as_an_empty_file(content: bytes) -> None:
    with pytest.raises(DataError, match="the file is empty"):
        as_utf8(content)
