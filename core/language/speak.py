"""Which language is spoken here and now, and what a text says in it.

Texts are English where they are written, and are looked up there: ``tr("Start")``. What is put
into a text comes after the lookup: ``tr("{count} rows").format(count=...)``.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType

DOMAIN = "lab"
FOLDER = Path(__file__).parent
ENGLISH = "en"

LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", "zh_CN": "简体中文"})
"""Codes of the languages there are, each with its name in itself."""

_spoken: ContextVar[str] = ContextVar("spoken", default="")
_asked: list[Callable[[], str]] = []


def ask_for_language(answer: Callable[[], str]) -> None:
    """Ask here, once a process, for the language of threads in which `speak` was not called.

    Streamlit draws a fragment, and calls back, in threads of its own; only the session knows
    what its visitor reads.
    """
    _asked[:] = [answer]


def speak(language: str) -> str:
    """Speak a language from now on, in this thread only; return the one that is spoken.

    Parameters
    ----------
    language : str
        A code of `LANGUAGES`; anything else means English.
    """
    _spoken.set(language if language in LANGUAGES else ENGLISH)
    return _spoken.get()


def spoken() -> str:
    """Return the code of the language that is spoken in this thread."""
    found = _spoken.get() or (_asked[0]() if _asked else ENGLISH)
    return found if found in LANGUAGES else ENGLISH


def tr(text: str) -> str:
    """Return what a text says in the language that is spoken; without a translation, itself."""
    return catalogue(spoken()).gettext(text) if text else text


def has_translation(text: str) -> bool:
    """Whether some language has words of its own for a text, with a capital or without."""
    spellings = (text, f"{text[:1].upper()}{text[1:]}")
    others = (catalogue(code) for code in LANGUAGES if code != ENGLISH)
    return any(one.gettext(spelling) != spelling for one in others for spelling in spellings)


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English, in which all is written, has an empty one."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
