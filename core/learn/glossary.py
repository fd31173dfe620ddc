"""The glossary: every word of the interface that a reader may not know, from one source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from core.language.speak import tr
from core.learn.terms import deploying, distilling, finance, learning, luck, rows, scores
from core.learn.terms.term import Term

SUBJECTS = (distilling, learning, scores, rows, luck, finance, deploying)

GLOSSARY: tuple[Term, ...] = tuple(
    sorted((term for subject in SUBJECTS for term in subject.TERMS), key=lambda t: t.name.lower())
)
BY_SPELLING: Mapping[str, Term] = MappingProxyType(
    {spelling.lower(): term for term in GLOSSARY for spelling in term.spellings}
)


def meaning_of(name: str) -> str:
    """Return what a term means; KeyError where the glossary lacks it.

    Parameters
    ----------
    name : str
        Any spelling, in any case.
    """
    return BY_SPELLING[name.lower()].meaning


def find(words: str) -> tuple[Term, ...]:
    """Return the terms that contain all these words, those named so first.

    Parameters
    ----------
    words : str
        What a reader typed, in English or as the interface says it; nothing finds every term.
    """
    wanted = words.lower().split()
    found = [term for term in GLOSSARY if all(word in _text_of(term) for word in wanted)]
    return tuple(sorted(found, key=lambda term: not _is_named(term, wanted)))


def terms_in(text: str) -> tuple[Term, ...]:
    """Return the terms that occur in a text as whole words, in the order of the glossary."""
    return tuple(term for term in GLOSSARY if any(_occurs(one, text) for one in term.spellings))


def _text_of(term: Term) -> str:
    written = (*term.spellings, term.meaning)
    return " ".join((*written, *map(tr, written))).lower()


def _is_named(term: Term, wanted: list[str]) -> bool:
    spellings = (*term.spellings, *map(tr, term.spellings))
    return any(all(word in one.lower() for word in wanted) for one in spellings)


def _occurs(spelling: str, text: str) -> bool:
    # A single letter such as T is a term only in its own case.
    flags = re.IGNORECASE if len(spelling) > 1 else re.NOFLAG
    return re.search(rf"(?<!\w){re.escape(spelling)}(?!\w)", text, flags) is not None
