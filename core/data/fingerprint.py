"""Fingerprint of rows, so that a run names exactly what it learned from."""

from __future__ import annotations

import hashlib

import pandas as pd


def frame_hash(rows: pd.DataFrame) -> str:
    """sha256 of names, kinds and cells; equal in every process."""
    digest = hashlib.sha256()
    for name in rows.columns:
        digest.update(f"{name!r}:{rows[name].dtype.kind}".encode())
        digest.update(_as_bytes(rows[name]))
    return digest.hexdigest()


def _as_bytes(cells: pd.Series) -> bytes:
    if pd.api.types.is_numeric_dtype(cells):
        return cells.to_numpy().tobytes()
    return pd.util.hash_pandas_object(cells, index=False).to_numpy().tobytes()
