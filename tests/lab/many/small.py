"""Many runs that take seconds, and what came of them."""

from __future__ import annotations

from functools import cache

import pytest

from core.data.files import UploadedFile, content_hash
from core.lab.many.outcome import ManyFound, RowTold
from core.lab.many.run import Event, run_many
from core.lab.teachers import Shelf
from core.spec import DataSpec
from core.spec.many import ManySpec
from tests.conftest import ROOT
from tests.lab.brief import time_briefly
from tests.lab.sweep.small import RUN

SPEC = ManySpec(run=RUN, samples=("german_credit", "us_stocks", "planted_signal"))
"""The stocks have no column to predict."""


def files() -> tuple[UploadedFile, ...]:
    """Return two halves of the German loans, and one file without rows."""
    header, *lines = (ROOT / "sample_data/german_credit.csv").read_bytes().splitlines(keepends=True)
    return (
        UploadedFile("north.csv", header + b"".join(lines[::2])),
        UploadedFile("empty.csv", header),
        UploadedFile("south.csv", header + b"".join(lines[1::2])),
    )


def of_files() -> ManySpec:
    """Return the choices that go through `files`."""
    target = "default"
    data = DataSpec(source="csv", content_hash=content_hash(files()), target_column=target)
    return ManySpec(run=RUN.model_copy(update={"data": data}), over="files")


def told() -> tuple[Event, ...]:
    """Return everything that many runs say."""
    return _told()


@cache
def _told() -> tuple[Event, ...]:
    with pytest.MonkeyPatch.context() as patch:
        time_briefly(patch)
        return tuple(run_many(SPEC, shelf=Shelf()))


def found() -> ManyFound:
    """Return what they found."""
    last = told()[-1]
    assert isinstance(last, ManyFound)
    return last


def rows_in(events: tuple[object, ...]) -> tuple[RowTold, ...]:
    """Return the lines among events."""
    return tuple(event for event in events if isinstance(event, RowTold))
