from __future__ import annotations

import pytest

from core.lab.spreadsheet import inert


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_gets_an_apostrophe(start: str) -> None:
    assert inert(f"{start}1") == f"'{start}1"


@pytest.mark.parametrize("value", ["a=1", "", -1, -1.5, None])
def test_anything_else_stays_as_it_is(value: object) -> None:
    assert inert(value) == value
