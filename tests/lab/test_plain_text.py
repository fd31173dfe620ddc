from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.lab.plain_text import aligned, printable


def test_columns_stand_below_each_other() -> None:
    rows = [("NAME", "AUC", "NOTE"), ("a longer name", "0.7", ""), ("b", "0.75", "best")]
    assert aligned(rows).splitlines() == [
        "NAME           AUC   NOTE",
        "a longer name  0.7",
        "b              0.75  best",
    ]


def test_what_could_steer_a_terminal_is_left_out() -> None:
    assert printable("red \x1b[31m\r\nline\t two\u202e") == "red [31m line two"


@given(st.text())
def test_any_text_becomes_one_line_and_stays_so(text: str) -> None:
    line = printable(text)
    assert line.isprintable()
    assert len(line.splitlines()) <= 1
    assert printable(line) == line
