"""The command line that repeats a run: only the flags that change something."""

from __future__ import annotations

import shlex
from typing import Any

from core.lab.flags import FIELDS, LISTS, MODELS, spec_of
from core.spec import RunSpec

OWN_FILE = "YOUR_FILE.csv"
FROM_FILE = frozenset({"content_hash", "source"})


def repeat_command(spec: RunSpec) -> str:
    """Return the line that repeats a run.

    Parameters
    ----------
    spec : RunSpec
        Of a file that the user gave only the content is known, so that its name is left open.
    """
    has_csv = spec.data.source == "csv"
    flags: dict[str, Any] = dict.fromkeys(FIELDS)
    flags |= {role: getattr(spec, role).name for role in MODELS}
    flags["task"] = spec.task.name
    if spec.data.source == "sample":
        flags["sample"] = spec.data.sample
    if spec.data.source == "yahoo":
        flags["tickers"] = ",".join(spec.data.tickers)
    for flag, (group, field) in FIELDS.items():
        wanted = getattr(getattr(spec, group), field)
        is_set = flags[flag] is not None or flag in FROM_FILE
        if not is_set and getattr(getattr(spec_of(flags, has_csv), group), field) != wanted:
            flags[flag] = _joined(wanted) if flag in LISTS else wanted
    own = ("--csv", OWN_FILE) if has_csv else ()
    given = [(f"--{flag.replace('_', '-')}", _text(flags[flag])) for flag in FIELDS if
             flags[flag] is not None]  # fmt: skip
    return shlex.join(["python", "-m", "core", "distill", *own, *sum(given, ())])


def _joined(parts: tuple[str, ...]) -> str:
    quoted = ['"' + part.replace('"', '""') + '"' for part in parts]
    return ",".join(quoted)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
