"""The kinds of question on What-if: what each asks, and the module that shows it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from core.lab.study import StudySpec
from core.spec.many import ManySpec
from core.spec.search import SearchSpec
from core.spec.sweep import SweepSpec


@dataclass(frozen=True)
class Kind:
    """One kind of question: its title and, in words, what it answers."""

    title: str
    question: str


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "landscape": Kind("Landscape", "Which alpha, and which temperature?"),
        "frontier": Kind("Frontier", "How small may the student be?"),
        "search": Kind("Search", "Which settings are best, if all of them may vary?"),
        "many": Kind("Many at once", "Does the teacher help with other rows too?"),
    }
)


def part_of(kind: str) -> Any:
    """Return the module of a kind, imported only now.

    It has ``choose()``, ``show(outcome)`` and ``show_so_far(job)``.
    """
    return importlib.import_module(f"pages.ui.what_if.{kind}")


def kind_of(spec: StudySpec) -> str:
    """Return the kind that a study is shown as."""
    if isinstance(spec, SearchSpec):
        return "search"
    if isinstance(spec, ManySpec):
        return "many"
    is_frontier = isinstance(spec, SweepSpec) and len(spec.students) > 1
    return "frontier" if is_frontier else "landscape"
