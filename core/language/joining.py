"""Sentences one after another, and words in a list, with the marks of the language spoken."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from core.language.speak import ENGLISH, spoken

GAPS: Mapping[str, str] = MappingProxyType({ENGLISH: " ", "zh_CN": ""})
"""What stands between two sentences: Chinese has no space after a full stop."""

LIST_MARKS: Mapping[str, str] = MappingProxyType({ENGLISH: ", ", "zh_CN": "、"})


def in_a_row(*sentences: str) -> str:
    """Return whole sentences, told already, one after another; empty ones are left out."""
    return GAPS[spoken()].join(filter(None, sentences))


def listed(words: Iterable[str]) -> str:
    """Return words, told already, as a list."""
    return LIST_MARKS[spoken()].join(words)
