"""Which language is spoken here and now, and what a text says in it.

Texts are English where they are written, and are looked up there: ``tr("Start")``. What is put
into a text comes after the lookup: ``tr("{count} rows").format(count=...)``.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType

DOMAIN = "lab"
FOLDER = Path(__file__).parent
ENGLISH = "en"

LANGUAGES: Mapping[str, str] = MappingProxyType({ENGLISH: "English", "zh_CN": "简体中文"})
"""Codes of the languages there are, each with its name in itself."""

_spoken: ContextVar[str] = ContextVar("spoken", default=ENGLISH)


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
    return _spoken.get()


def tr(text: str) -> str:
    """Return what a text says in the language that is spoken; without a translation, itself."""
    return catalogue(_spoken.get()).gettext(text) if text else text


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of a language; English, in which all is written, has an empty one."""
    if language == ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, FOLDER, [language], fallback=True)
