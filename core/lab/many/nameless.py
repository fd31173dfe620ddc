"""What others may see of many uploaded files: their numbers in place of their names."""

from __future__ import annotations

from dataclasses import replace

from core.lab.many.items import numbered
from core.lab.many.outcome import ManyFound, RowTold
from core.spec.many import ManySpec

NOT_RUN = "It could not be run."
"""In place of an error, which may quote the file."""


def nameless_rows(spec: ManySpec, rows: tuple[RowTold, ...]) -> tuple[RowTold, ...]:
    """Return lines without text of whoever uploaded the files; others stay as they are."""
    return tuple(map(_nameless, rows)) if spec.over == "files" else rows


def nameless(found: ManyFound) -> ManyFound:
    """Return what many runs found, with nameless lines."""
    return replace(found, rows=nameless_rows(found.spec, found.rows))


def _nameless(row: RowTold) -> RowTold:
    sentence = row.sentence if row.scored is not None else NOT_RUN
    return replace(row, name=numbered(row.number), sentence=sentence)
