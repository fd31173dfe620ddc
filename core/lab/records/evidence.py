"""The evidence of a run as one file of arrays, and back.

The rows: ``target``, ``validation_target`` and, where they exist, ``dates``, ``tickers`` and
``next_return``. For each role: ``<role>.test``, ``.validation``, ``.shown`` and ``.predicted``.
The protected attributes: ``protected.names``, and one ``protected.<number>`` for each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast

import numpy as np

from core.distill.reports import Role
from core.lab.evidence import Answered, Evidence
from core.lab.records.plain import unreadable
from core.models.arrays import pack_arrays, unpack_arrays
from core.tasks.protected import ProtectedColumn

EVIDENCE_FILE = "evidence.npz"
WHAT = f"The stored {EVIDENCE_FILE}"
ROLES: tuple[Role, ...] = ("baseline", "alone", "distilled", "teacher")
OPTIONAL = ("dates", "tickers", "next_return")

Arrays = Mapping[str, np.ndarray]


def encode_evidence(evidence: Evidence) -> bytes:
    """Return evidence as the bytes of an npz file."""
    return pack_arrays(dict(_named(evidence)))


def decode_evidence(data: bytes) -> Evidence:
    """Return the evidence that `encode_evidence` wrote.

    Raises
    ------
    RecordError
        When the bytes are damaged, or an array is missing.
    """
    arrays = unpack_arrays(data)
    fields: dict[str, Any] = {name: arrays.get(name) for name in OPTIONAL}
    fields |= {role: _answered(arrays, role) for role in ROLES}
    return Evidence(
        target=_found(arrays, "target"),
        validation_target=_found(arrays, "validation_target"),
        protected=_protected(arrays),
        **fields,
    )


def _named(evidence: Evidence) -> Iterator[tuple[str, np.ndarray]]:
    yield "target", evidence.target
    yield "validation_target", evidence.validation_target
    for name in OPTIONAL:
        array = getattr(evidence, name)
        if array is not None:
            yield name, array
    for role in ROLES:
        yield from _named_answers(role, evidence.answered(role))
    yield "protected.names", np.array([one.name for one in evidence.protected], dtype=np.str_)
    for number, one in enumerate(evidence.protected):
        yield f"protected.{number}", one.groups


def _named_answers(role: Role, answered: Answered) -> Iterator[tuple[str, np.ndarray]]:
    yield f"{role}.test", answered.test
    yield f"{role}.validation", answered.validation
    yield f"{role}.shown", np.array(answered.shown)
    if answered.predicted is not None:
        yield f"{role}.predicted", answered.predicted


def _answered(arrays: Arrays, role: Role) -> Answered:
    return Answered(
        test=_found(arrays, f"{role}.test"),
        validation=_found(arrays, f"{role}.validation"),
        shown=int(_found(arrays, f"{role}.shown")),
        predicted=arrays.get(f"{role}.predicted"),
    )


def _protected(arrays: Arrays) -> tuple[ProtectedColumn, ...]:
    names = cast("list[str]", _found(arrays, "protected.names").tolist())
    return tuple(
        ProtectedColumn(name, _found(arrays, f"protected.{number}"))
        for number, name in enumerate(names)
    )


def _found(arrays: Arrays, name: str) -> np.ndarray:
    if name not in arrays:
        raise unreadable(WHAT, f"{name} is missing")
    return arrays[name]
