from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from core.data.quote import quote, quote_all


@given(st.text())
def test_quoted_text_is_short_and_holds_no_control_characters(text: str) -> None:
    quoted = quote(text)
    assert len(quoted) <= 42
    assert not any(unicodedata.category(letter).startswith("C") for letter in quoted)


def test_line_breaks_become_spaces() -> None:
    assert quote("a\r\n  b\tc") == '"a b c"'


def test_direction_marks_are_removed() -> None:
    assert quote("pay\u202etxt") == '"paytxt"'


def test_long_list_is_cut_and_counted() -> None:
    assert quote_all(range(14)).endswith('"11" and 2 more')


def test_empty_list_is_told() -> None:
    assert quote_all([]) == "nothing"
