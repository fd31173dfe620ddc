"""What was dear to make, as bytes that outlive the process: a teacher, or what a search found.

An npz file of two arrays of bytes: "record", which is JSON, and "weights", which is what
`core.models.saved` makes of the model.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pydantic import PositiveInt

from core.distill.learners import Learner, TrainedLearner
from core.distill.reports import EpochReport
from core.distill.tuning import Care
from core.lab.records.plain import (
    check_format,
    from_plain,
    from_text,
    to_plain,
    to_text,
    unreadable,
)
from core.models.arrays import pack_arrays, unpack_arrays
from core.models.saved import load_model, save_model
from core.spec import ModelSpec

FORMAT = 1
WHAT = "A kept teacher or search"


@dataclass(frozen=True)
class KeptTeacher:
    """A trained teacher, the curves of its training, and the width of its rows and answers."""

    trained: TrainedLearner
    curves: tuple[EpochReport, ...]
    n_features: int
    n_classes: int


@dataclass(frozen=True)
class _Record:
    """A kept teacher without its weights."""

    learner: Learner
    spec: ModelSpec
    best_epoch: int
    validation_loss: float
    curves: tuple[EpochReport, ...]
    n_features: PositiveInt
    n_classes: PositiveInt


def encode_kept(thing: object) -> bytes | None:
    """Return a `KeptTeacher` or a `Care` as bytes.

    Returns
    -------
    bytes or None
        None for anything else, and for a teacher that is not made of networks only.
    """
    if isinstance(thing, Care):
        return _packed("care", to_plain(Care, thing), b"")
    weights = save_model(thing.trained.model) if isinstance(thing, KeptTeacher) else None
    if weights is None or not isinstance(thing, KeptTeacher):
        return None
    trained = thing.trained
    record = _Record(
        learner=trained.learner,
        spec=trained.model.spec,
        best_epoch=trained.best_epoch,
        validation_loss=trained.validation_loss,
        curves=thing.curves,
        n_features=thing.n_features,
        n_classes=thing.n_classes,
    )
    return _packed("teacher", to_plain(_Record, record), weights)


def decode_kept(data: bytes) -> KeptTeacher | Care:
    """Return what `encode_kept` wrote; a teacher answers as it did, bit for bit.

    Raises
    ------
    RecordError
        When the bytes are damaged or of another version.
    """
    record, weights = _unpacked(data)
    values = check_format(from_text(record, WHAT), FORMAT, WHAT)
    if values.get("kind") == "care":
        care: Care = from_plain(Care, values.get("value"), WHAT)
        return care
    told: _Record = from_plain(_Record, values.get("value"), WHAT)
    model = load_model(told.spec, told.n_features, told.n_classes, weights)
    trained = TrainedLearner(told.learner, model, told.best_epoch, told.validation_loss)
    return KeptTeacher(trained, told.curves, told.n_features, told.n_classes)


def _packed(kind: str, value: object, weights: bytes) -> bytes:
    record = to_text({"format": FORMAT, "kind": kind, "value": value}).encode()
    return pack_arrays({"record": _as_array(record), "weights": _as_array(weights)})


def _unpacked(data: bytes) -> tuple[bytes, bytes]:
    arrays = unpack_arrays(data)
    if arrays.keys() != {"record", "weights"}:
        raise unreadable(WHAT, "it has other parts than a record and weights")
    return arrays["record"].tobytes(), arrays["weights"].tobytes()


def _as_array(data: bytes) -> np.ndarray:
    return np.frombuffer(data, dtype=np.uint8)
