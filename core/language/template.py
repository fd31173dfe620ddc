"""Messages with places for numbers and names, read backwards: from the sentence to its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from core.language.reading import PLACEHOLDER
from core.language.speak import catalogue

FEWEST_LETTERS = 4
"""Shorter words, such as no, are rather the name of a class than the beginning of a sentence."""

_TOKEN = re.compile(r"[\w.,%+-]*[\w%]")
"""A number or a name: what a place holds before another one that begins right behind it."""

_ENDS = {".": "。", "?": "？", "!": "！", ":": "："}


@dataclass(frozen=True)
class Template:
    """One message with places: what stands between them, their names, and the translation."""

    message: str
    fixed: tuple[str, ...]
    names: tuple[str, ...]
    translation: str

    @cached_property
    def n_fixed(self) -> int:
        """How many characters every sentence of it has."""
        return sum(map(len, self.fixed))

    @cached_property
    def longest(self) -> str:
        """What every sentence of it must contain."""
        return max(self.fixed, key=len)

    def read(self, text: str) -> dict[str, str] | None:
        """Return what stands at each place of a sentence, or None where it is another one.

        Each fixed part is looked for once, from the left, so that no text takes long.
        """
        first, *between, last = self.fixed
        at, end = len(first), len(text) - len(last)
        if at > end or not text.startswith(first) or not text.endswith(last):
            return None
        found: dict[str, str] = {}
        for name, literal in zip(self.names, [*between, None], strict=True):
            stop = _end_of_place(text, at, end, literal)
            part = text[at:stop]
            if stop < at or found.setdefault(name, part) != part:
                return None
            at = stop + len(literal or "")
        return found

    def write(self, parts: Mapping[str, str]) -> str:
        """Return the translation with its places filled."""
        return PLACEHOLDER.sub(lambda place: parts.get(place[1], place[0]), self.translation)


def _end_of_place(text: str, at: int, end: int, literal: str | None) -> int:
    """Return where a place ends: before what follows it, or else after one number or name."""
    if literal is None:
        return end
    if literal:
        return text.find(literal, at, end)
    token = _TOKEN.match(text, at, end)
    return token.end() if token else at


@dataclass(frozen=True)
class Phrases:
    """All messages of a language: fixed ones by their text, others the most wordy first."""

    fixed: Mapping[str, str]
    templates: tuple[Template, ...]

    def exact(self, text: str) -> str | None:
        """Return the translation of a fixed text, whatever its first letter and full stop."""
        if text in self.fixed:
            return self.fixed[text]
        if len(text) >= FEWEST_LETTERS:
            for other in (text[:1].lower() + text[1:], text[:1].upper() + text[1:]):
                if other in self.fixed:
                    return self.fixed[other]
        if text[-1:] in _ENDS and len(text) > 1:
            body = text[:-1].rstrip()
            said = self.fixed.get(body) or self.fixed.get(body[:1].lower() + body[1:])
            return None if said is None else f"{said}{_ENDS[text[-1]]}"
        return None

    def fitting(self, text: str) -> Iterator[Template]:
        """Give the templates whose longest fixed part stands in a text."""
        return (template for template in self.templates if template.longest in text)


def phrases_of(language: str) -> Phrases:
    """Read the catalogue of a language."""
    # The standard library offers the messages one by one only.
    known: Mapping[Any, str] = getattr(catalogue(language), "_catalog", {})
    texts = {key: said for key, said in known.items() if isinstance(key, str) and key and said}
    fixed = {key.strip(): said.strip() for key, said in texts.items()}
    open_ones = [template_of(key, said) for key, said in texts.items() if PLACEHOLDER.search(key)]
    open_ones.sort(key=lambda one: one.n_fixed, reverse=True)
    return Phrases(fixed, tuple(open_ones))


def template_of(message: str, translation: str) -> Template:
    """Make a message with places readable; a place that comes twice must hold the same."""
    message, translation = message.strip(), translation.strip()
    places = list(PLACEHOLDER.finditer(message))
    starts = (0, *(place.end() for place in places))
    ends = (*(place.start() for place in places), len(message))
    pieces = (message[start:end] for start, end in zip(starts, ends, strict=True))
    fixed = tuple(piece.replace("{{", "{").replace("}}", "}") for piece in pieces)
    return Template(message, fixed, tuple(place[1] for place in places), translation)
