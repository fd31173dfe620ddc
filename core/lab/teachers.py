"""Trained teachers, kept under what made them: no choice of the student trains one again."""

from __future__ import annotations

import contextlib
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cache
from typing import Protocol, TypeVar, cast

import torch

from core.errors import LabError
from core.lab.footprint import footprint_bytes
from core.lab.records.kept import FORMAT, decode_kept, encode_kept
from core.spec import RunSpec
from core.tasks.dataset import Dataset

MOST_KEPT = 32
MOST_BYTES = 512 * 2**20
T = TypeVar("T")


class Cupboard(Protocol):
    """Keeps bytes under a name, in a place that outlives the process.

    A name is letters, digits and hyphens. Threads may share a cupboard. Where either method
    raises `LabError`, the shelf goes on without.
    """

    def read(self, name: str) -> bytes | None:
        """Return what was last written under a name, or None."""

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes under a name, as a whole or not at all."""


class Shelf:
    """What was dear to make; what was not used for longest goes first. Threads may share it.

    With a cupboard, teachers that are networks and what was searched for the student alone
    are found again by another process. What is damaged there is made again. No pickle is
    written or read.

    Parameters
    ----------
    most : int
        Things that it holds in memory.
    most_bytes : int
        Their tensors and arrays together.
    cupboard : Cupboard, optional
    """

    def __init__(
        self,
        most: int = MOST_KEPT,
        most_bytes: int = MOST_BYTES,
        cupboard: Cupboard | None = None,
    ) -> None:
        self.most, self.most_bytes, self.cupboard = most, most_bytes, cupboard
        self.lock = threading.Lock()
        self.kept: OrderedDict[Hashable, object] = OrderedDict()
        self.sizes_bytes: dict[Hashable, int] = {}

    def find(self, key: Hashable) -> object | None:
        """Return what is kept under a key, or None."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        found = self._fetched(key)
        if found is not None:
            self._hold(key, found)
        return found

    def keep(self, key: Hashable, thing: object) -> None:
        """Keep something that no one will change."""
        self._hold(key, thing)
        data = encode_kept(thing) if self.cupboard else None
        if self.cupboard and data is not None:
            with contextlib.suppress(LabError):
                self.cupboard.write(name_of(key), data)

    def made_once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key; where nothing is, make and keep it."""
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return cast(T, found)

    def _hold(self, key: Hashable, thing: object) -> None:
        size_bytes = footprint_bytes(thing)
        with self.lock:
            self._drop(key)
            if size_bytes > self.most_bytes:
                return
            self.kept[key], self.sizes_bytes[key] = thing, size_bytes
            while len(self.kept) > self.most or sum(self.sizes_bytes.values()) > self.most_bytes:
                self._drop(next(iter(self.kept)))

    def _drop(self, key: Hashable) -> None:
        self.kept.pop(key, None)
        self.sizes_bytes.pop(key, None)

    def _fetched(self, key: Hashable) -> object | None:
        if self.cupboard is None:
            return None
        try:
            data = self.cupboard.read(name_of(key))
            return None if data is None else decode_kept(data)
        except LabError:
            return None


@cache
def shared_shelf() -> Shelf:
    """Return the shelf of this process."""
    return Shelf()


def name_of(key: Hashable) -> str:
    """Return the name under which a cupboard keeps what has a key.

    Another version of PyTorch or of the format does not find it: it might train differently.
    """
    made_by = (FORMAT, str(torch.__version__), key)
    return f"kept-{hashlib.sha256(repr(made_by).encode()).hexdigest()}"


def teacher_key(spec: RunSpec, dataset: Dataset) -> str:
    """Return the hash of everything that makes a teacher: data, task, model, training choices.

    The rows, their labels, which of them are known and the split are in the data's own hash.
    Nothing about the student, its tuning, the method or how many seeds are run is in it.
    """
    training = spec.train.model_dump_json(exclude={"seeds", "tune"})
    made_of = (dataset.content_hash, dataset.task, spec.teacher.model_dump_json(), training)
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()
