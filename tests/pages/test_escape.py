from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.escape import MOST_CHARACTERS, md_escape
from pages.ui.figures import figures_html


@pytest.mark.parametrize("text", ["![x](https://a.b)", "**bold**", "$x$", ":red[x]", "<b>", "# x"])
def test_every_sign_of_markdown_is_escaped(text: str) -> None:
    escaped = md_escape(text)
    assert escaped.replace("\\", "") == text
    for place, letter in enumerate(escaped):
        if letter in "!*[](){}$:<>#_`":
            assert escaped[place - 1] == "\\"


@given(st.text(max_size=300))
def test_escaped_text_is_one_short_line(text: str) -> None:
    escaped = md_escape(text)
    assert "\n" not in escaped
    assert len(escaped) <= 2 * MOST_CHARACTERS


def test_tables_escape_words_and_their_second_line() -> None:
    shown = figures_html([("<b>a</b>", ("<i>1</i>", "<u>2</u>"))], header=("<s>", "x"))
    assert not [tag for tag in ("<b>", "<i>", "<u>", "<s>") if tag in shown]
