"""A finished run as an MLflow server is sent it, laid out as files for the sender."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from core.lab.outbox.sender import FILES_FOLDER, PARCEL_FILE
from core.runs.records import Texts


@dataclass(frozen=True)
class Number:
    """A metric as MLflow has it; ``step`` is the epoch, or 0."""

    name: str
    value: float
    step: int = 0


@dataclass(frozen=True)
class File:
    """A file to be kept with the run."""

    name: str
    data: bytes


@dataclass(frozen=True)
class Parcel:
    """A finished run in MLflow's vocabulary; times are in milliseconds since the epoch."""

    run_id: str
    name: str
    started_ms: int
    finished_ms: int
    params: Texts
    numbers: tuple[Number, ...]
    tags: Texts
    files: tuple[File, ...]


def lay_out(parcel: Parcel, folder: Path) -> None:
    """Write a parcel into a folder, where the sender finds it."""
    (folder / FILES_FOLDER).mkdir(parents=True)
    for file in parcel.files:
        (folder / FILES_FOLDER / file.name).write_bytes(file.data)
    told = {name: value for name, value in vars(parcel).items() if name != "files"}
    told["numbers"] = [asdict(number) for number in parcel.numbers]
    (folder / PARCEL_FILE).write_text(json.dumps(told), "utf-8")
