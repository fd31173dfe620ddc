"""All texts that a reader of the screens may meet, gathered from where they are written.

Reports, model cards, bundles, the command line and the serving line stay English: they go to
others, whose language nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from core.language.reading import help_in, messages_in

ROOT = Path(__file__).parents[2]
SPOKEN = ("core", "pages", "app.py")
SILENT = (
    "core/__main__.py",
    "core/commands.py",
    "core/many_command.py",
    "core/options.py",
    "core/search_command.py",
    "core/sweep_command.py",
    "core/terminal.py",
    "core/deploy/card",
    "core/deploy/fresh.py",
    "core/deploy/inspector/",
    "core/deploy/service.py",
    "core/deploy/serving/",
    "core/deploy/sheet.py",
    "core/lab/card.py",
    "core/lab/desk/terminal.py",
    "core/lab/outbox/sender.py",
    "core/lab/python_script.py",
    "core/language/",
    "core/report/",
)
"""Beginnings of the paths whose texts no screen shows."""


SPELLED_OUT = (
    "found",
    "passed",
    "chosen",
    "half",
    "identifier",
    "number",
    "category",
    "{more} more",
    "not defined",
    "What-if",
    "Cross-entropy",
    "repaid",
    "defaulted",
    "down",
    "flat",
    "up",
    "calm",
    "turbulent",
    "yes",
    "no",
    "Learning curves by epoch: {title}.",
    "row {label} holds {cell}",
    "row {label} holds {cell}, and {more} more like it",
    "row {label} is empty",
    "row {label} is empty, and {more} more like it",
)
"""Sentences that core joins from pieces which no reader could tell apart backwards."""

HELPFUL = "core/spec/"
"""Where the sentence under a field is shown as its help."""


def messages() -> Mapping[str, tuple[str, ...]]:
    """Return every message with the places where it is written."""
    found: dict[str, list[str]] = {}
    for place, message in _placed():
        places = found.setdefault(message, [])
        if place not in places:
            places.append(place)
    return {message: tuple(places) for message, places in found.items()}


def _placed() -> Iterator[tuple[str, str]]:
    yield from (("core/language/messages.py", message) for message in SPELLED_OUT)
    for path in _modules():
        place = path.relative_to(ROOT).as_posix()
        help_texts = help_in(path) if place.startswith(HELPFUL) else ()
        for message in (*help_texts, *messages_in(path)):
            yield place, message


def _modules() -> Iterator[Path]:
    for entry in SPOKEN:
        place = ROOT / entry
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            if not path.relative_to(ROOT).as_posix().startswith(SILENT):
                yield path
