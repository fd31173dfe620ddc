"""What is asked of many runs at once: its choices as text, and what it found as a file.

A study stands in the registry beside the runs, as a run with the param `STUDY_PARAM`.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, cast

from pydantic import ValidationError

from core.data.files import Upload
from core.distill.reports import StopSignal
from core.errors import RecordError
from core.lab.many.outcome import ManyFound
from core.lab.records.plain import (
    check_format,
    from_plain,
    from_text,
    to_plain,
    to_text,
    unreadable,
)
from core.lab.records.result import Artefact
from core.lab.search.outcome import SearchFound
from core.lab.sweep.outcome import Sweep
from core.spec.many import ManySpec
from core.spec.search import SearchSpec
from core.spec.sweep import SweepSpec

if TYPE_CHECKING:
    from core.lab.teachers import Shelf

FORMAT = 1
STUDY_PARAM = "study"
STUDY_FILE = "study.json"

StudySpec = SweepSpec | SearchSpec | ManySpec
Outcome = Sweep | SearchFound | ManyFound
OUTCOMES = (Sweep, SearchFound, ManyFound)

Runner = Callable[..., Iterator[object]]


@dataclass(frozen=True)
class Kind:
    """One kind of study: its choices, what it finds, and the function that runs it.

    One that ``goes_on`` takes up what an earlier attempt has said.
    """

    name: str
    spec: type[StudySpec]
    outcome: type[Outcome]
    module: str
    function: str
    goes_on: bool = False


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("sweep", SweepSpec, Sweep, "core.lab.sweep.run", "run_sweep"),
            Kind("search", SearchSpec, SearchFound, "core.lab.search.run", "run_search", True),
            Kind("many", ManySpec, ManyFound, "core.lab.many.run", "run_many", True),
        )
    }
)


def kind_of(thing: StudySpec | Outcome) -> Kind:
    """Return the kind of a study, by its choices or by what it found."""
    found = [kind for kind in KINDS.values() if isinstance(thing, (kind.spec, kind.outcome))]
    return found[0]


def run_study(
    spec: StudySpec,
    csv: Upload | None,
    should_stop: StopSignal,
    shelf: Shelf,
    told: Iterable[object] = (),
) -> Iterator[object]:
    """Run a study; the module that does it brings torch and is imported now.

    Parameters
    ----------
    spec : SweepSpec, SearchSpec or ManySpec
    csv : Upload or None
    should_stop : StopSignal
    shelf : Shelf
    told : iterable of object
        What an earlier attempt has said.
    """
    kind = kind_of(spec)
    run = cast(Runner, getattr(importlib.import_module(kind.module), kind.function))
    return run(spec, csv, should_stop, shelf, *((told,) if kind.goes_on else ()))


def spec_text(spec: StudySpec) -> str:
    """Return the choices of a study as JSON."""
    return json.dumps({STUDY_PARAM: kind_of(spec).name, "spec": spec.model_dump(mode="json")})


def spec_of(text: str) -> StudySpec | None:
    """Return the choices that `spec_text` wrote; None for those of another version."""
    try:
        values: Any = json.loads(text)
        return KINDS[values[STUDY_PARAM]].spec.model_validate(values["spec"])
    except (ValueError, KeyError, TypeError, ValidationError):
        return None


def encode_outcome(outcome: Outcome) -> Artefact:
    """Return what a study found as one file of JSON."""
    kind = kind_of(outcome)
    story = {
        "format": FORMAT,
        STUDY_PARAM: kind.name,
        "outcome": to_plain(kind.outcome, outcome),
    }
    return Artefact(STUDY_FILE, to_text(story).encode())


def decode_outcome(read: Callable[[str], bytes | None]) -> Outcome:
    """Return what `encode_outcome` wrote.

    Parameters
    ----------
    read : callable
        Given the name of a file, returns it, or None where it is not there.

    Raises
    ------
    RecordError
        When the file is missing, damaged or of another version.
    """
    what = "The outcome of a study"
    data = read(STUDY_FILE)
    if data is None:
        raise unreadable(what, f"{STUDY_FILE} is missing")
    story = check_format(from_text(data, what), FORMAT, what)
    kind = KINDS.get(story.get(STUDY_PARAM, ""))
    if kind is None:
        raise RecordError(
            f"{what} must be of a known kind", "this version does not know it", "Start it again."
        )
    return cast(Outcome, from_plain(kind.outcome, story.get("outcome"), what))
