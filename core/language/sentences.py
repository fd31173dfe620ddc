"""Sentences that core has written in English, told in the language that is spoken.

Core puts numbers and names into its sentences and keeps them so; they are translated where a
screen shows them, by the very f-strings that wrote them (see `core.language.reading`). What no
message fits stays English, as does a text of the user.

Numbers look the same in both languages. Days within a sentence are told as 2026年11月30日;
alone, in tables and on axes they stay 2026-11-30, as ISO 8601 has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from core.language.speak import ENGLISH, spoken
from core.language.template import Phrases, phrases_of

KEPT_SENTENCES = 8192
MOST_DEPTH = 8
MOST_CHARACTERS = 2000
"""Longer texts are no sentences of core, and would take long to compare with messages."""

MOST_WORDS_OF_NAME = 3
MOST_WORDS_OF_ITEM = 2
MOST_AT_ONCE = 8
FEW_FIXED = 16
"""Fixed letters of a message below which its places hold no lists: it is an item of one."""

DOT = " · "
SEPARATORS = {DOT: DOT, "<br>": "<br>", "; ": "；", ": ": "：", ", ": "，", " and ": "和"}
"""What parts stand between, the widest first, and how it is written in Chinese."""

_LETTERS = re.compile(r"[A-Za-z]{2}")
_ENGLISH_WORD = re.compile(r"\S*[A-Za-z]{2}\S*")
_NEXT_SENTENCE = re.compile(r"(?<=[.!?)]) +(?=[A-Z0-9“\"'(])")
_LIST = re.compile(r"\S[,;] [A-Za-z]")
_COUNTED = re.compile(r"([-+±]?[\d.,]+(?: %)?) ([A-Za-z].*)", re.DOTALL)
_NUMBERED = re.compile(r"([A-Za-z].*) ([-+±]?[\d.,]+(?: %)?)", re.DOTALL)
_DAY = re.compile(r"(?<![\d-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")


class AsWritten(str):
    """A text of the user, such as the name of a column: the same in every language."""

    __slots__ = ()


def told(text: str) -> str:
    """Return what a text that core wrote says in the language that is spoken.

    Parameters
    ----------
    text : str
        A message, an f-string's outcome, or several of them as sentences in a row.
    """
    language = spoken()
    is_ready = language == ENGLISH or isinstance(text, AsWritten)
    return text if is_ready else _tell(text, language, 0) or text


@cache
def _phrases(language: str) -> Phrases:
    return phrases_of(language)


@lru_cache(maxsize=KEPT_SENTENCES)
def _tell(text: str, language: str, depth: int) -> str | None:
    """Return a text in other words, or None where nothing fits."""
    inner = text.strip()
    if not _LETTERS.search(inner) or depth > MOST_DEPTH:
        return None
    words = (
        _phrases(language).exact(inner)
        or (_by_parts(inner, language, depth) if DOT in inner else None)
        or _by_template(inner, language, depth)
        or (_by_template(_capital(inner), language, depth) if inner[0].islower() else None)
        or _by_sentences(inner, language, depth)
        or _by_parts(inner, language, depth)
        or _counted(inner, language, depth)
        or _ended(inner, language, depth)
    )
    if words is None:
        return None
    # Chinese leaves no space before a word.
    lead = text[: len(text) - len(text.lstrip())] if words[0].isascii() else ""
    return f"{lead}{words}{text[len(text.rstrip()) :]}"


def _by_template(text: str, language: str, depth: int) -> str | None:
    """Tell a text by the most wordy message whose places hold nothing unknown but names."""
    for template in _phrases(language).fitting(text) if len(text) <= MOST_CHARACTERS else ():
        found = template.read(text)
        if found is None or not all(map(_is_whole, found.values())):
            continue
        is_item = template.n_fixed < FEW_FIXED
        if is_item and any(map(_LIST.search, found.values())):
            continue
        said = {name: _tell(part, language, depth + 1) for name, part in found.items()}
        most = MOST_WORDS_OF_ITEM if is_item else MOST_WORDS_OF_NAME
        if any(said[name] is None and _words(part) > most for name, part in found.items()):
            continue
        return template.write({name: _day_in_words(said[name] or found[name]) for name in found})
    return None


def _capital(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


def _is_whole(text: str) -> bool:
    """Whether a part ends no sentence, and closes just the brackets that it opens."""
    depth = 0
    for letter in text:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0 and not _NEXT_SENTENCE.search(text)


def _words(text: str) -> int:
    """Count the English words of a text."""
    return len(_ENGLISH_WORD.findall(text))


def _by_sentences(text: str, language: str, depth: int) -> str | None:
    """Tell sentences in a row, as many at once as one message holds."""
    sentences = _NEXT_SENTENCE.split(text)
    if len(sentences) == 1:
        return None
    told_ones = list(_in_turn(sentences, language, depth))
    if not any(is_told for _, is_told in told_ones):
        return None
    return "".join(words if is_told else f" {words} " for words, is_told in told_ones).strip()


def _in_turn(sentences: list[str], language: str, depth: int) -> Iterator[tuple[str, bool]]:
    at = 0
    while at < len(sentences):
        for end in range(min(len(sentences), at + MOST_AT_ONCE), at, -1):
            several = " ".join(sentences[at:end])
            words = _phrases(language).exact(several) or _by_template(several, language, depth)
            if words is None and end == at + 1:
                words = _by_parts(several, language, depth)
            if words is not None:
                break
        yield (sentences[at], False) if words is None else (words, True)
        at = at + 1 if words is None else end


def _by_parts(text: str, language: str, depth: int) -> str | None:
    """Tell what stands between dots, commas and the like, where hardly a word stays unknown."""
    for mark, written in SEPARATORS.items():
        parts = text.split(mark)
        if len(parts) == 1:
            continue
        words = [_tell(part, language, depth + 1) for part in parts]
        pairs = tuple(zip(parts, words, strict=True))
        unknown = [_words(part) for part, said in pairs if said is None]
        n_told = len(pairs) - sum(map(bool, unknown))
        if (
            any(words)
            and max(unknown, default=0) <= MOST_WORDS_OF_NAME
            and 2 * n_told >= len(pairs)
        ):
            return written.join(said or part for part, said in pairs)
    return None


def _counted(text: str, language: str, depth: int) -> str | None:
    """Tell a number of things, such as 5 seeds, or things with a number, such as Test 4,500."""
    if found := _COUNTED.fullmatch(text):
        words = _tell(found[2], language, depth + 1)
        return None if words is None else f"{found[1]} {words}"
    if found := _NUMBERED.fullmatch(text):
        words = _tell(found[1], language, depth + 1)
        return None if words is None else f"{words} {found[2]}"
    return None


def _ended(text: str, language: str, depth: int) -> str | None:
    """Tell a sentence whose full stop was added to what core wrote."""
    words = _tell(text[:-1], language, depth + 1) if text.endswith(".") else None
    return None if words is None else f"{words}。"


def _day_in_words(text: str) -> str:
    return _DAY.sub(lambda day: f"{day[1]}年{int(day[2])}月{int(day[3])}日", text)
