"""A finished run as files, and back.

    student.onnx  teacher.onnx  as in the result
    encoder.json                {"format": 1, "encoder": {…}}
    golden.npz                  rows and probabilities
    evidence.npz                where there is evidence; see `core.lab.records.evidence`
    result.json                 {"format": 1, "student_seed": 0, "sha256": {file: digest, …},
                                 "result": {every other field of Result}}

Unlike the report of `core.lab.report`, nothing is rounded, left out or turned into null. The
last file names the others with their digests: where it can be read, the result is whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

import numpy as np

from core.lab.records.evidence import EVIDENCE_FILE, decode_evidence, encode_evidence
from core.lab.records.plain import (
    check_format,
    from_plain,
    from_text,
    to_plain,
    to_text,
    unreadable,
)
from core.lab.result import Artefacts, Result
from core.models.arrays import pack_arrays, unpack_arrays
from core.tasks.encode import Encoder

FORMAT = 1
RESULT_FILE, ENCODER_FILE, GOLDEN_FILE = "result.json", "encoder.json", "golden.npz"
MODEL_FILES: Mapping[str, str] = MappingProxyType(
    {"student": "student.onnx", "teacher": "teacher.onnx"}
)
GOLDEN_ARRAYS: Mapping[str, str] = MappingProxyType(
    {
        "rows": "golden_rows",
        "probabilities": "golden_probabilities",
        "teacher_rows": "teacher_golden_rows",
        "teacher_probabilities": "teacher_golden_probabilities",
    }
)
IN_FILES_OF_THEIR_OWN = frozenset({"artefacts", "evidence"})
FILES = (*MODEL_FILES.values(), ENCODER_FILE, GOLDEN_FILE)

Read = Callable[[str], bytes | None]


@dataclass(frozen=True)
class Artefact:
    """One file of a run."""

    name: str
    data: bytes


def encode_result(result: Result) -> tuple[Artefact, ...]:
    """Return a finished run as files, to be written in this order: the last one seals the others.

    Returns
    -------
    tuple of Artefact
        `FILES`, then the evidence where there is any, then `RESULT_FILE`.
    """
    files = _artefact_files(result.artefacts)
    if result.evidence is not None:
        files = (*files, Artefact(EVIDENCE_FILE, encode_evidence(result.evidence)))
    story = {
        "format": FORMAT,
        "student_seed": result.artefacts.student_seed,
        "sha256": {file.name: _digest(file.data) for file in files},
        "result": {
            name: to_plain(kind, getattr(result, name)) for name, kind in _told_fields().items()
        },
    }
    return (*files, Artefact(RESULT_FILE, to_text(story).encode()))


def decode_result(read: Read) -> Result:
    """Return the finished run that `encode_result` wrote.

    Parameters
    ----------
    read : callable
        Returns the bytes of a file by its name, or None where there is none.

    Raises
    ------
    RecordError
        When a file is missing, damaged or of another version.
    """
    what = f"The stored {RESULT_FILE}"
    story = check_format(from_text(_found(read, RESULT_FILE), what), FORMAT, what)
    digests = from_plain(dict[str, str], story.get("sha256"), what)
    seed = from_plain(int, story.get("student_seed"), what)
    told = from_plain(dict[str, object], story.get("result"), what)
    files = {name: _unchanged(read, name, digests.get(name)) for name in FILES}
    values: dict[str, Any] = {
        name: from_plain(kind, told[name], f"{what}, {name},")
        for name, kind in _told_fields().items()
        if name in told
    }
    missing = _needed_fields() - values.keys()
    if missing:
        raise unreadable(what, f"{min(missing)} is missing")
    evidence = None
    if EVIDENCE_FILE in digests:
        evidence = decode_evidence(_unchanged(read, EVIDENCE_FILE, digests[EVIDENCE_FILE]))
    return Result(**values, artefacts=_artefacts(files, seed), evidence=evidence)


def _artefact_files(artefacts: Artefacts) -> tuple[Artefact, ...]:
    encoder = {"format": FORMAT, "encoder": to_plain(Encoder, artefacts.encoder)}
    golden = {
        name: getattr(artefacts, field)
        for name, field in GOLDEN_ARRAYS.items()
        if getattr(artefacts, field) is not None
    }
    return (
        *(Artefact(name, getattr(artefacts, field)) for field, name in MODEL_FILES.items()),
        Artefact(ENCODER_FILE, to_text(encoder).encode()),
        Artefact(GOLDEN_FILE, pack_arrays(golden)),
    )


def _artefacts(files: dict[str, bytes], student_seed: int) -> Artefacts:
    what = f"The stored {ENCODER_FILE}"
    encoder = check_format(from_text(files[ENCODER_FILE], what), FORMAT, what)
    golden = unpack_arrays(files[GOLDEN_FILE])
    return Artefacts(
        **{field: files[name] for field, name in MODEL_FILES.items()},
        encoder=from_plain(Encoder, encoder.get("encoder"), what),
        student_seed=student_seed,
        golden_rows=_array(golden, "rows"),
        golden_probabilities=_array(golden, "probabilities"),
        teacher_golden_rows=golden.get("teacher_rows"),
        teacher_golden_probabilities=golden.get("teacher_probabilities"),
    )


def _array(arrays: dict[str, np.ndarray], name: str) -> np.ndarray:
    if name not in arrays:
        raise unreadable(f"The stored {GOLDEN_FILE}", f"{name} is missing")
    return arrays[name]


def _found(read: Read, name: str) -> bytes:
    data = read(name)
    if data is None:
        raise unreadable(f"The stored {name}", "it is not there")
    return data


def _unchanged(read: Read, name: str, digest: str | None) -> bytes:
    data = _found(read, name)
    if _digest(data) != digest:
        raise unreadable(f"The stored {name}", "its bytes are not those that were stored")
    return data


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@cache
def _told_fields() -> dict[str, Any]:
    """Return every field of a result that is told in words and numbers, with its type."""
    kinds = get_type_hints(Result)
    names = (field.name for field in fields(Result))
    return {name: kinds[name] for name in names if name not in IN_FILES_OF_THEIR_OWN}


@cache
def _needed_fields() -> frozenset[str]:
    """Return the fields that an older file must have too."""
    given = {field.name for field in fields(Result) if field.default is MISSING}
    return frozenset(given & _told_fields().keys())
