"""How much memory a thing holds, counted by its arrays."""

from __future__ import annotations

from collections.abc import Mapping
from types import FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np
from torch import Tensor

LEAVES = (str, int, float, bool, complex, type, FunctionType, MethodType, ModuleType, type(None))


def footprint_bytes(thing: object) -> int:
    """Return the bytes of all tensors, arrays and byte strings that can be reached from a thing.

    Networks are counted by their weights, trees by the arrays of their nodes; what is reached
    twice counts once. Text and single numbers are not counted.
    """
    total, seen = 0, set()
    waiting: list[Any] = [thing]
    # Whatever was looked at is held on to, since an identity may be used again after its end.
    looked_at = []
    while waiting:
        one = waiting.pop()
        if isinstance(one, LEAVES) or id(one) in seen:
            continue
        seen.add(id(one))
        looked_at.append(one)
        if isinstance(one, Tensor | np.ndarray):
            total += one.nbytes
        elif isinstance(one, bytes | bytearray):
            total += len(one)
        else:
            waiting.extend(_parts(one))
    return total


def _parts(one: Any) -> list[Any]:
    if isinstance(one, Mapping):
        return [*one.keys(), *one.values()]
    if isinstance(one, list | tuple | set | frozenset):
        return list(one)
    if hasattr(one, "__dict__"):
        return list(vars(one).values())
    # The compiled trees of scikit-learn show their arrays only so.
    has_own_state = "__getstate__" in vars(type(one))
    return [one.__getstate__()] if has_own_state else []
