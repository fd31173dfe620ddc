"""Values as JSON, and back through their types: what is read is checked, and equals what was."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from core.errors import RecordError

REMEDY = "Start the run again from its choices."


def to_plain(kind: Any, value: object) -> Any:
    """Return a value as nested lists, mappings, text and numbers; floats stay what they are.

    Parameters
    ----------
    kind : type
        What the value is: a dataclass, a pydantic model, or a tuple of such.
    value : object
    """
    return _adapter(kind).dump_python(value, mode="json")


def from_plain(kind: Any, values: object, what: str) -> Any:
    """Return the value that `to_plain` wrote.

    Parameters
    ----------
    kind : type
        As it was given to `to_plain`.
    values : object
        Untrusted.
    what : str
        What is read, for the sentence: "The scores".

    Raises
    ------
    RecordError
        When the values do not make such a thing.
    """
    try:
        return _adapter(kind).validate_python(values)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"]) or "all of it"
        raise unreadable(what, f"{place}: {first['msg']}") from error


def to_text(values: object) -> str:
    """Write plain values as one line of JSON; a number may be NaN, Infinity or -Infinity."""
    return json.dumps(values, separators=(",", ":"))


def from_text(text: str | bytes, what: str) -> Any:
    """Read plain values from JSON.

    Raises
    ------
    RecordError
        When the text is not JSON.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise unreadable(what, "it is not JSON") from error


def check_format(values: object, wanted: int, what: str) -> dict[str, Any]:
    """Return a mapping that says of itself that it has the wanted format.

    Raises
    ------
    RecordError
        When it is no mapping, or was written in another format.
    """
    found = values.get("format") if isinstance(values, dict) else None
    if not isinstance(values, dict) or found is None:
        raise unreadable(what, "it does not say its format")
    if found != wanted:
        raise RecordError(
            f"{what} must be in format {wanted}",
            f"it is in format {found!r:.20}, of another version of Distill Lab",
            "Open it with that version, or start the run again from its choices.",
        )
    return values


def unreadable(what: str, found: str) -> RecordError:
    """Return the error for something that is not as it was written."""
    return RecordError(f"{what} must be as it was written", found, REMEDY)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
