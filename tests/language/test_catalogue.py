"""The catalogue of each language holds all messages there are, no others, each whole."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from babel.messages.catalog import Catalog

from core.language.messages import messages
from core.language.reading import PLACEHOLDER
from core.language.speak import LANGUAGES
from tests.language.book import OTHERS, compiled, mo_path, read_book

PLURALS = {
    "{words} cell{part}",
    "{attempts} process{part} died under one, maybe for want of memory",
    "{days} session{part}",
    "about as {adjective}",
    "{times} times as {adjective}",
    "{times} as {adjective}",
}
"""Sentences in which a place holds an English ending, or a word that Chinese does not need."""

each = pytest.mark.parametrize("language", OTHERS)


@pytest.fixture(scope="module")
def written() -> frozenset[str]:
    return frozenset(messages())


@pytest.fixture(scope="module")
def books() -> dict[str, Catalog]:
    return {language: read_book(language) for language in OTHERS}


def places(text: str) -> set[str]:
    return {place[0] for place in PLACEHOLDER.finditer(text)}


def translated(book: Catalog) -> Iterable[tuple[str, str]]:
    return ((str(one.id), str(one.string)) for one in book if one.id)


def test_there_is_a_language_besides_english() -> None:
    assert len(LANGUAGES) > 1


@each
def test_no_message_is_without_a_translation(language, books, written) -> None:
    said = {text for text, words in translated(books[language]) if words}
    assert not written - said, "add them with: python -m tests.language.book"


@each
def test_no_translation_is_of_a_message_that_is_gone(language, books, written) -> None:
    assert not {text for text, _ in translated(books[language])} - written
    assert not books[language].obsolete


@each
def test_no_translation_is_a_guess(language, books) -> None:
    assert not [one.id for one in books[language] if one.id and one.fuzzy]


@each
def test_translations_have_the_places_of_their_message(language, books) -> None:
    others = [
        (text, words)
        for text, words in translated(books[language])
        if places(words) != places(text) and not (text in PLURALS and places(words) < places(text))
    ]
    assert not others


@each
def test_what_is_read_is_what_was_written(language, books) -> None:
    assert mo_path(language).read_bytes() == compiled(books[language])


@each
def test_white_space_around_a_message_can_be_left_out_but_not_added(language, books) -> None:
    assert not [
        text
        for text, words in translated(books[language])
        if (words != words.lstrip() and text == text.lstrip())
        or (words != words.rstrip() and text == text.rstrip())
    ]
