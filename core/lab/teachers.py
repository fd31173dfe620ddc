"""Trained teachers, kept under what made them: no choice of the student trains one again."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar, cast

from core.distill.learners import TrainedLearner
from core.distill.reports import EpochReport
from core.spec import RunSpec
from core.tasks.dataset import Dataset

MOST_KEPT = 32
T = TypeVar("T")


@dataclass(frozen=True)
class KeptTeacher:
    """A trained teacher and the curves of its training."""

    trained: TrainedLearner
    curves: tuple[EpochReport, ...]


class Shelf:
    """What was dear to make, in this process only; what was not used for longest goes first.

    Nothing is read from or written to a file, so no one's pickle is ever opened. Threads may
    share a shelf.

    Parameters
    ----------
    most : int
        Things that it holds.
    """

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.most, self.lock = most, threading.Lock()
        self.kept: OrderedDict[Hashable, object] = OrderedDict()

    def find(self, key: Hashable) -> object | None:
        """Return what is kept under a key, or None."""
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
            return self.kept.get(key)

    def keep(self, key: Hashable, thing: object) -> None:
        """Keep something that no one will change."""
        with self.lock:
            self.kept[key] = thing
            self.kept.move_to_end(key)
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)

    def made_once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key; where nothing is, make and keep it."""
        found = self.find(key)
        if found is None:
            found = make()
            self.keep(key, found)
        return cast(T, found)


@cache
def shared_shelf() -> Shelf:
    """Return the shelf of this process."""
    return Shelf()


def teacher_key(spec: RunSpec, dataset: Dataset) -> str:
    """Return the hash of everything that makes a teacher: data, task, model, training choices.

    The rows, their labels, which of them are known and the split are in the data's own hash.
    Nothing about the student, its tuning, the method or how many seeds are run is in it.
    """
    training = spec.train.model_dump_json(exclude={"seeds", "tune"})
    made_of = (dataset.content_hash, dataset.task, spec.teacher.model_dump_json(), training)
    return hashlib.sha256("\n".join(made_of).encode()).hexdigest()
