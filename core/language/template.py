"""Messages with places for numbers and names, read backwards: from the sentence to its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from core.language.reading import PLACEHOLDER
from core.language.speak import catalogue

FEWEST_LETTERS = 4
"""Shorter words, such as no, are rather the name of a class than the beginning of a sentence."""

_TOKEN = r"[\w.,%+-]*[\w%]"
"""A number or a name: what a place holds before another one that begins right behind it."""

_ENDS = {".": "。", "?": "？", "!": "！", ":": "："}


@dataclass(frozen=True)
class Template:
    """One message with places, its translation, and what every sentence of it must contain."""

    message: str
    pattern: re.Pattern[str]
    names: tuple[str, ...]
    translation: str
    longest: str
    n_fixed: int

    def read(self, text: str) -> dict[str, str] | None:
        """Return what stands at each place of a sentence, or None where it is another one."""
        found = self.pattern.fullmatch(text)
        return None if found is None else dict(zip(self.names, found.groups(), strict=True))

    def write(self, parts: Mapping[str, str]) -> str:
        """Return the translation with its places filled."""
        return PLACEHOLDER.sub(lambda place: parts.get(place[1], place[0]), self.translation)


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
    fixed: list[str] = []
    names: list[str] = []
    pattern, at = "", 0
    places = list(PLACEHOLDER.finditer(message))
    for place, after in zip(places, [*places[1:], None], strict=True):
        literal = message[at : place.start()].replace("{{", "{").replace("}}", "}")
        fixed.append(literal)
        is_beside = after is not None and after.start() == place.end()
        anything = f"{_TOKEN}|.*?" if is_beside else ".*?"
        is_known = place[1] in names
        pattern += re.escape(literal)
        pattern += f"(?P={place[1]})" if is_known else f"(?P<{place[1]}>{anything})"
        names += [] if is_known else [place[1]]
        at = place.end()
    fixed.append(message[at:])
    pattern += re.escape(message[at:])
    return Template(
        message,
        re.compile(pattern, re.DOTALL),
        tuple(names),
        translation,
        max(fixed, key=len),
        sum(map(len, fixed)),
    )
