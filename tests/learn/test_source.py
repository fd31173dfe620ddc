from __future__ import annotations

from core.learn.source import body_of, source_of


class Example:
    """A docstring that a reader of a lesson does not need."""

    def double(self, number: int) -> int:
        """Another one."""
        return 2 * number  # twice


def add(one: int, other: int) -> int:
    """Add two numbers."""
    # A comment stays.
    total = one + other
    return total


def test_a_class_is_shown_without_docstrings() -> None:
    assert source_of(Example) == (
        "class Example:\n"
        "    def double(self, number: int) -> int:\n"
        "        return 2 * number  # twice"
    )


def test_a_body_is_shown_without_name_and_indent() -> None:
    assert body_of(add).splitlines()[-2:] == ["total = one + other", "return total"]


def test_comments_stay() -> None:
    assert "# A comment stays." in body_of(add)
