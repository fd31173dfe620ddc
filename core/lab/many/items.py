"""What is gone through: each item with its name, its run and its uploaded rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from core.data.files import Upload, UploadedFile, content_hash
from core.data.samples import SAMPLES
from core.errors import DataError
from core.spec import RunSpec
from core.spec.many import MOST_ITEMS, ManySpec


@dataclass(frozen=True)
class Item:
    """One run of many; ``name`` may be text of the user."""

    number: int
    name: str
    run: RunSpec
    csv: Upload | None = None

    @property
    def label(self) -> str:
        """What all who watch may read: of a file only its number."""
        return self.name if self.csv is None else numbered(self.number)


def numbered(number: int) -> str:
    """Name a file by its place, counted from 0."""
    return f"File {number + 1}"


def items_of(spec: ManySpec, csv: Upload | None = None) -> tuple[Item, ...]:
    """Return the runs to do.

    Raises
    ------
    DataError
        When files are to be gone through and there are none, or too many.
    """
    if spec.over == "files":
        return tuple(_files(spec, csv))
    names: tuple[str, ...] = spec.samples if spec.over == "samples" else spec.tickers
    return tuple(
        Item(number, _title(spec, name), _run(spec, name)) for number, name in enumerate(names)
    )


def _files(spec: ManySpec, csv: Upload | None) -> Iterator[Item]:
    files = (UploadedFile("", csv),) if isinstance(csv, bytes) else csv or ()
    if not 0 < len(files) <= MOST_ITEMS:
        raise DataError(
            f"There must be 1 to {MOST_ITEMS} files to go through",
            f"there are {len(files)}",
            "Upload them on the Data page.",
        )
    for number, file in enumerate(files):
        own = (file,)
        name = file.name or numbered(number)
        yield Item(number, name, _run(spec, name, content_hash(own)), own)


def _run(spec: ManySpec, name: str, hashed: str = "") -> RunSpec:
    return spec.run.model_copy(update={"data": spec.data_of(name, hashed)})


def _title(spec: ManySpec, name: str) -> str:
    return next(
        (one.title for key, one in SAMPLES.items() if spec.over == "samples" and key == name), name
    )
