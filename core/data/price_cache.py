"""Fetched bars kept on disk for a while, so that a class does not fetch them thirty times."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import platformdirs
import pyarrow as pa

DATA_FOLDER_SETTING = "DISTILL_LAB_DATA"
"""Environment variable that names the folder for what the app keeps on disk."""

FINISHED_EXPIRES_S = 30 * 24 * 3600
UNFINISHED_EXPIRES_S = 3600
"""Age at which a range that reached today is fetched again: a new bar may have come."""

_FINISHED_AFTER = dt.timedelta(days=2)


def price_folder() -> Path:
    """Where fetched bars are kept: below the folder of the setting, or the user's own cache."""
    chosen = os.environ.get(DATA_FOLDER_SETTING)
    kept = Path(chosen) if chosen else platformdirs.user_cache_path("distill-lab", appauthor=False)
    return kept / "prices"


@dataclass(frozen=True)
class Asked:
    """One question to the source: a symbol and its first and last day, both included."""

    symbol: str
    start: dt.date | None = None
    end: dt.date | None = None

    def was_finished(self, moment_s: float) -> bool:
        """Whether every session of the range had ended everywhere at a moment, in Unix time."""
        day = dt.datetime.fromtimestamp(moment_s, dt.UTC).date()
        return self.end is not None and self.end <= day - _FINISHED_AFTER


@dataclass(frozen=True)
class PriceCache:
    """Bars by question, one Parquet file each, in a folder that any number of threads share.

    A file appears whole or not at all, and its name is a hash: a symbol is text of a user
    and never part of a path. A disk that is full or read-only means no cache, not an error.

    Parameters
    ----------
    folder : Path
        Made on the first write.
    source : str
        Where the bars come from; bars of two sources are never mixed up.
    clock : callable
        Unix time in seconds.
    """

    folder: Path
    source: str
    clock: Callable[[], float] = time.time

    def path(self, asked: Asked) -> Path:
        """Where the answer to a question is kept."""
        text = "\n".join((self.source, asked.symbol, str(asked.start), str(asked.end)))
        name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return self.folder / f"{name}.parquet"

    def find(self, asked: Asked) -> pd.DataFrame | None:
        """Return the bars that were kept, or None where there are none, or they are too old."""
        path = self.path(asked)
        try:
            kept_at_s = path.stat().st_mtime
            is_finished = asked.was_finished(kept_at_s)
            expires_s = FINISHED_EXPIRES_S if is_finished else UNFINISHED_EXPIRES_S
            if not 0 <= self.clock() - kept_at_s < expires_s:
                return None
            rows = pd.read_parquet(path)
        except (OSError, ValueError, LookupError, pa.ArrowException):
            return None
        return rows

    def keep(self, asked: Asked, rows: pd.DataFrame) -> None:
        """Write bars down, and clear away what has expired."""
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            self._clear()
            self._write(self.path(asked), rows)

    def _write(self, path: Path, rows: pd.DataFrame) -> None:
        handle, name = tempfile.mkstemp(suffix=".part", dir=self.folder)
        part = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                rows.to_parquet(file, index=False)
            os.utime(part, (self.clock(), self.clock()))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _clear(self) -> None:
        for path in self.folder.iterdir():
            with suppress(OSError):
                if self.clock() - path.stat().st_mtime > FINISHED_EXPIRES_S:
                    path.unlink()
