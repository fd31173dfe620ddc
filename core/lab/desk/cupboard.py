"""A folder of what may be forgotten: the files used last are kept, up to a number of bytes."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

from core.runs.artefacts import Artefacts

MOST_BYTES = 2 * 2**30
SHELF = "kept"

SECONDS_TO_WRITE = 3600.0
"""Age at which a file that is not yet whole was left behind by a process that died."""


class FolderCupboard:
    """Keeps trained teachers for other processes and later starts.

    Parameters
    ----------
    folder : Path
        Made on the first write.
    most_bytes : int
        All files together; those that were not used for longest go first.
    """

    def __init__(self, folder: Path, most_bytes: int = MOST_BYTES) -> None:
        self._files, self._most_bytes = Artefacts(folder), most_bytes
        self._folder = folder / SHELF

    def read(self, name: str) -> bytes | None:
        """Return what was last written under a name, or None."""
        data = self._files.read(SHELF, name)
        if data is not None:
            self._touch(name)
        return data

    def write(self, name: str, data: bytes) -> None:
        """Keep bytes under a name, as a whole or not at all."""
        self._files.write(SHELF, name, data)
        # What cannot be tidied up is no reason to lose what was written.
        with contextlib.suppress(OSError):
            self._prune()

    def _prune(self) -> None:
        whole = (path for path in self._folder.glob("*") if not _is_being_written(path))
        found = [(path.stat(), path) for path in whole if path.is_file()]
        total = sum(stat.st_size for stat, _ in found)
        for stat, path in sorted(found, key=lambda pair: pair[0].st_mtime):
            if total <= self._most_bytes:
                return
            path.unlink(missing_ok=True)
            total -= stat.st_size

    def _touch(self, name: str) -> None:
        """Note the use; where the folder is read-only, the order of removal is all that suffers."""
        with contextlib.suppress(OSError):
            os.utime(self._folder / name)


def _is_being_written(path: Path) -> bool:
    is_part = path.name.startswith(".")
    return is_part and time.time() - path.stat().st_mtime < SECONDS_TO_WRITE
