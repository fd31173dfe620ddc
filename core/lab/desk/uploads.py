"""Uploaded rows, kept under their fingerprint for as long as a run names them."""

from __future__ import annotations

import contextlib
import json
import os
import time
from pathlib import Path

from core.data.files import Upload, UploadedFile, content_hash
from core.errors import RunError
from core.runs.artefacts import Artefacts
from core.spec import RunSpec

FOLDER = "uploads"
NAMES_FILE = "names.json"

KEY_PARAM = "data.content_hash"
"""The choice of a run that names its upload."""

SECONDS_SPARED = 3600.0
"""Age below which an upload is kept: its run may be about to be written down."""


class Uploads:
    """Files by the fingerprint of what was uploaded; runs of the same rows share them.

    Parameters
    ----------
    folder : Path
        Made on the first write.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER
        self._files = Artefacts(self._folder)

    def keep(self, csv: Upload) -> None:
        """Keep uploaded files under names of our own; what they are called is text inside.

        Raises
        ------
        StoreError
            Where the disk is full or read-only.
        """
        key = content_hash(csv)
        if NAMES_FILE in self._files.names(key):
            # Only the order of removal hangs on it.
            with contextlib.suppress(OSError):
                os.utime(self._folder / key)
            return
        files = (UploadedFile("", csv),) if isinstance(csv, bytes) else csv
        for number, file in enumerate(files):
            self._files.write(key, _name(number), file.content)
        # The list of names comes last: where it is, everything is.
        names = json.dumps([file.name for file in files]).encode()
        self._files.write(key, NAMES_FILE, names)

    def find(self, key: str) -> Upload | None:
        """Return what was uploaded, by its `content_hash`; None where it is no longer there."""
        listed = self._files.read(key, NAMES_FILE)
        if listed is None:
            return None
        found = []
        for number, name in enumerate(json.loads(listed)):
            content = self._files.read(key, _name(number))
            if content is None:
                return None
            found.append(UploadedFile(name, content))
        return tuple(found)

    def of(self, spec: RunSpec) -> Upload | None:
        """Return what choices name as their rows; None where those come from elsewhere.

        Raises
        ------
        RunError
            When the rows are no longer there.
        """
        if spec.data.source != "csv":
            return None
        csv = self.find(spec.data.content_hash)
        if csv is None:
            raise RunError(
                "The rows of the run must still be here",
                "its uploaded file is gone",
                "Upload the file again on the Data page.",
            )
        return csv

    def keep_only(self, keys: frozenset[str]) -> None:
        """Remove what no run names any more and nobody brought of late."""
        if not self._folder.is_dir():
            return
        spared = time.time() - SECONDS_SPARED
        for folder in self._folder.iterdir():
            # Another server may tidy up too.
            with contextlib.suppress(FileNotFoundError):
                if folder.name not in keys and folder.stat().st_mtime < spared:
                    self._files.remove(folder.name)


def _name(number: int) -> str:
    return f"file-{number}.csv"
