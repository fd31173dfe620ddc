"""Requests of the open inference protocol, version 2, with one tensor in and one out.

Source: https://github.com/kserve/open-inference-protocol
"""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from starlette.exceptions import HTTPException

from core.data.quote import plain, quote
from core.deploy.bundle_files import BundleSchema
from core.deploy.serving.limits import MOST_ROWS
from core.deploy.serving.refusal import INVALID, refusal
from core.deploy.table import LARGEST_NUMBER

INPUT, OUTPUT = "rows", "probabilities"
FLOAT = "FP32"
READ_TYPES = ("FP32", "FP64")
PLATFORM = "onnx_onnxv1"
DEEPEST = 3
NUMBERS = (int, float, type(None))


def metadata(schema: BundleSchema, name: str) -> dict[str, object]:
    """Describe the tensors of a model, and what stands in their columns."""
    days = [] if schema.window is None else [schema.window]
    n_columns, n_classes = len(schema.columns), len(schema.classes)
    return {
        "name": name,
        "versions": [],
        "platform": PLATFORM,
        "inputs": [{"name": INPUT, "datatype": FLOAT, "shape": [-1, *days, n_columns]}],
        "outputs": [{"name": OUTPUT, "datatype": FLOAT, "shape": [-1, n_classes]}],
        "parameters": {
            "columns": [column.name for column in schema.columns],
            "categories": {
                column.name: list(column.categories)
                for column in schema.columns
                if column.categories is not None
            },
            "classes": list(schema.classes),
        },
    }


def rows_of(body: object, schema: BundleSchema) -> np.ndarray:
    """Return the tensor of a request as float32 raw rows, NaN where a number is null.

    A category is its place in the list of the metadata, or -1 where it is missing or new.

    Raises
    ------
    HTTPException
        When there is no such tensor, or its shape or numbers cannot be right.
    """
    tensors = body.get("inputs") if isinstance(body, dict) else None
    if not isinstance(tensors, list) or len(tensors) != 1 or not isinstance(tensors[0], dict):
        raise _refused("inputs must be a list of one tensor", "it is not")
    tensor = tensors[0]
    if tensor.get("name") != INPUT:
        raise _refused(f'inputs[0].name must be "{INPUT}"', f"it is {quote(tensor.get('name'))}")
    if tensor.get("datatype") not in READ_TYPES:
        found = f"it is {quote(tensor.get('datatype'))}"
        raise _refused(f"inputs[0].datatype must be {' or '.join(READ_TYPES)}", found)
    shape = _shape(tensor.get("shape"), schema)
    numbers = _numbers(tensor.get("data"), math.prod(shape))
    return np.where(np.abs(numbers) <= LARGEST_NUMBER, numbers, np.nan).astype("f4").reshape(shape)


def response(body: object, name: str, probabilities: np.ndarray) -> dict[str, object]:
    """Return probabilities as the protocol wants them, under the identity of the request."""
    identity = body.get("id") if isinstance(body, dict) else None
    return {
        "model_name": name,
        **({"id": identity} if isinstance(identity, str) else {}),
        "outputs": [
            {
                "name": OUTPUT,
                "datatype": FLOAT,
                "shape": list(probabilities.shape),
                "data": probabilities.ravel().tolist(),
            }
        ],
    }


def _shape(found: object, schema: BundleSchema) -> list[int]:
    days = [] if schema.window is None else [schema.window]
    below = [*days, len(schema.columns)]
    is_list = isinstance(found, list) and len(found) > 0 and all(type(n) is int for n in found)
    if not isinstance(found, list) or not is_list or found[1:] != below:
        wanted = ", ".join(map(str, ("rows", *below)))
        raise _refused(f"inputs[0].shape must be [{wanted}]", f"it is {plain(found)}")
    if not 1 <= found[0] <= MOST_ROWS:
        raise _refused(f"inputs[0].shape must have 1 to {MOST_ROWS:,} rows", f"it has {found[0]}")
    return found


def _numbers(data: object, wanted: int) -> np.ndarray:
    flat: list[object] = []
    for value in _flattened(data, DEEPEST):
        if type(value) not in NUMBERS or len(flat) == wanted:
            break
        flat.append(value)
    else:
        if len(flat) == wanted:
            try:
                return np.array(flat, dtype=np.float64)
            except OverflowError:
                pass
    raise _refused(
        f"inputs[0].data must be a list of {wanted:,} numbers or nulls",
        f"number {len(flat) + 1:,} is missing, too many, too large or something else",
    )


def _flattened(data: object, depth: int) -> Iterator[object]:
    if not isinstance(data, list) or depth == 0:
        yield data
        return
    for value in data:
        if isinstance(value, list):
            yield from _flattened(value, depth - 1)
        else:
            yield value


def _refused(must: str, found: str) -> HTTPException:
    return refusal(INVALID, must, found, "The address of the model describes its tensors.")
