"""Names out of the user's rows, such as columns and classes: the same in every language."""

from __future__ import annotations

import html
import re

from core.language.sentences import AsWritten
from core.language.speak import has_translation

OWN_CLASSES = frozenset({"down", "flat", "up", "calm", "turbulent", "no", "yes"})
"""Classes that this app names itself, or that mean the same whoever wrote them."""

UNSEEN = "\u200b"
"""Put beside a name within a sentence, where it is only text: no message is equal to it then."""

_OWN_GROUP = re.compile(r"\d+ or (?:younger|older)|\d+ to \d+|born \d{4} to \d{4}|not stated|other")


def as_written(name: object) -> AsWritten:
    """Return a name of the user as plain text, for a table."""
    return AsWritten(str(name))


def on_picture(name: object, most_letters: int | None = None) -> AsWritten:
    """Return a name of the user for a picture, which reads HTML; a long one is cut."""
    text = str(name)
    if most_letters is not None and len(text) > most_letters:
        text = f"{text[: most_letters - 1]}…"
    return AsWritten(html.escape(text))


def within(name: object) -> str:
    """Return a name of the user for a sentence, marked where the app has the same word."""
    text = str(name)
    return f"{text}{UNSEEN}" if has_translation(text) else text


def group_in_table(name: str) -> str:
    """Return the name of a protected group as plain text; bands of age and the like are told."""
    return name if _OWN_GROUP.fullmatch(name) else as_written(name)


def group_within(name: str) -> str:
    """Return the name of a protected group for the middle of a sentence."""
    return name if _OWN_GROUP.fullmatch(name) else within(name)


def class_in_table(name: str) -> str:
    """Return the name of a class as plain text; own ones are left to be translated."""
    return name if name in OWN_CLASSES else as_written(name)


def class_on_picture(name: str) -> str:
    """Return the name of a class for a picture; own ones are left to be translated."""
    return name if name in OWN_CLASSES else on_picture(name)


def class_within(name: str) -> str:
    """Return the name of a class for a sentence; own ones are left to be translated."""
    return name if name in OWN_CLASSES else within(name)
