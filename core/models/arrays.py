"""Named arrays as bytes, in NumPy's npz format: a zip, so that damage is noticed; no pickle."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

import numpy as np
from numpy.lib import format as npy

from core.errors import RecordError


def pack_arrays(arrays: Mapping[str, np.ndarray]) -> bytes:
    """Return arrays as the bytes of an npz file; the same arrays always give the same bytes.

    Raises
    ------
    ValueError
        When an array holds Python objects.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w") as file:
                npy.write_array(file, array, allow_pickle=False)
    return buffer.getvalue()


def unpack_arrays(data: bytes) -> dict[str, np.ndarray]:
    """Return the arrays that `pack_arrays` wrote.

    Raises
    ------
    RecordError
        When the bytes are damaged, or no such file.
    """
    try:
        # The checksums first: no header of a damaged array is believed.
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            damaged = archive.testzip()
        if damaged is not None:
            raise ValueError(damaged)
        with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (
        OSError,
        EOFError,
        ValueError,
        RuntimeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        raise RecordError(
            "Stored arrays must be as they were written",
            f"these {len(data):,} bytes are damaged or no npz file",
            "Start the run again from its choices.",
        ) from error
