"""What a run leaves behind, as files that appear whole or not at all."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.errors import StoreError
from core.runs.folder import DATA_FOLDER_SETTING

ARTEFACT_FOLDER = "artefacts"
RUN_ID = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)
NAME = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", re.ASCII)

_PART_PREFIX = ".part-"


def is_run_id(text: str) -> bool:
    """Whether a text can be the id of a run, and so the name of its folder."""
    return RUN_ID.fullmatch(text) is not None


@dataclass(frozen=True)
class Artefacts:
    """Files by run and name below one folder.

    Ids and names hold letters, digits, dots, dashes and underscores only and no leading dot,
    so none of them can lead out of the folder.

    Parameters
    ----------
    folder : Path
        Made on the first write.
    """

    folder: Path

    def write(self, run_id: str, name: str, data: bytes) -> None:
        """Keep a file of a run, in place of an older one of that name.

        Raises
        ------
        StoreError
            Where the name is not allowed, or the disk is full or read-only.
        """
        path = self._path(run_id, name)
        if path is None:
            raise StoreError(
                "The name of a file must be letters, digits, dots, dashes and underscores",
                f"{name[:100]!r} of run {run_id[:64]!r}",
                "Choose another name.",
            )
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_whole(path, data)

    def read(self, run_id: str, name: str) -> bytes | None:
        """Return a file of a run, or None where there is none of that name.

        Raises
        ------
        StoreError
            Where the file is there and cannot be read.
        """
        path = self._path(run_id, name)
        if path is None:
            return None
        with _told(path):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                return None

    def names(self, run_id: str) -> tuple[str, ...]:
        """Return the names of a run's files, sorted."""
        if not is_run_id(run_id):
            return ()
        with _told(self.folder / run_id):
            try:
                found = os.listdir(self.folder / run_id)
            except FileNotFoundError:
                return ()
        return tuple(sorted(name for name in found if NAME.fullmatch(name)))

    def remove(self, run_id: str) -> None:
        """Delete all files of a run."""
        folder = self.folder / run_id
        if is_run_id(run_id) and folder.exists():
            with _told(folder):
                shutil.rmtree(folder)

    def _path(self, run_id: str, name: str) -> Path | None:
        is_allowed = is_run_id(run_id) and NAME.fullmatch(name)
        return self.folder / run_id / name if is_allowed else None


def _write_whole(path: Path, data: bytes) -> None:
    handle, part = tempfile.mkstemp(prefix=_PART_PREFIX, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, path)
    finally:
        Path(part).unlink(missing_ok=True)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise StoreError(
            "What a run leaves behind must be readable and writable",
            f"{path} ({problem.strerror or problem})",
            f"Make room or allow writing there, or name another folder in {DATA_FOLDER_SETTING}.",
        ) from problem
