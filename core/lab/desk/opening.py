"""The desk of a server, with the registry of the settings, or a passing one where that fails."""

from __future__ import annotations

import atexit
import importlib.util
import logging
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from core.errors import SpecError, StoreError
from core.lab.desk.desk import Desk
from core.lab.outbox.postman import Postman, postman_of_settings
from core.lab.outbox.sender import ADDRESS_SETTING
from core.lab.outbox.server import PACKAGE, server_of_settings
from core.runs.folder import data_folder, database_url, sqlite_url
from core.runs.store import RunStore, open_store

logger = logging.getLogger(__name__)

MAX_RUNNING_SETTING = "DISTILL_LAB_MAX_RUNNING"
"""Environment variable with the number of runs that train at once, 1 to 16."""

MOST_RUNNING = 16

NOTHING_IS_SENT = StoreError(
    f"{ADDRESS_SETTING} is set, so the package mlflow-skinny must be installed",
    "it is not, and no run is sent",
    'Install it with: pip install "distill-lab[mlflow]", and start again.',
)


@dataclass(frozen=True)
class OpenDesk:
    """A desk that takes runs.

    ``problem`` says why runs are lost at the next restart, if so, and ``not_sent`` why no run
    goes to the tracking server that is named, if so.
    """

    desk: Desk
    problem: StoreError | None
    not_sent: StoreError | None = None


def open_desk() -> OpenDesk:
    """Open the registry and the queue of this process; both end with the process.

    Where the registry cannot be used, runs are kept in a folder that goes with the process.

    Raises
    ------
    SpecError
        When the setting for runs at once is not a number within its bounds.
    """
    max_running = _max_running()
    problem, folder = None, data_folder()
    try:
        desk = _opened(folder, database_url(folder), max_running)
    except StoreError as error:
        problem, folder = error, Path(tempfile.mkdtemp(prefix="distill-lab-"))
        # What is registered last is called first: the desk lets go of the folder before.
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        desk = _opened(folder, sqlite_url(folder), max_running)
    atexit.register(desk.close)
    return OpenDesk(desk, problem, NOTHING_IS_SENT if _lacks_sender() else None)


def _opened(folder: Path, url: str, max_running: int) -> Desk:
    store = open_store(folder, url)
    desk = Desk(store, folder, max_running, postman=_postman(store, folder))
    try:
        desk.open()
    except StoreError:
        desk.close()
        raise
    return desk


def _postman(store: RunStore, folder: Path) -> Postman | None:
    """Return who sends runs; None where no server is named or the package is missing."""
    if _lacks_sender():
        logger.warning("%s", NOTHING_IS_SENT)
        return None
    return postman_of_settings(store, folder)


def _lacks_sender() -> bool:
    """Whether a server is named, and the package that sends to it is missing."""
    return server_of_settings() is not None and importlib.util.find_spec(PACKAGE) is None


def _max_running() -> int:
    text = os.environ.get(MAX_RUNNING_SETTING, "1")
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= MOST_RUNNING:
        raise SpecError(
            f"{MAX_RUNNING_SETTING} must be a number from 1 to {MOST_RUNNING}",
            f"it is {text!r:.40}",
            "Correct the setting, or leave it out.",
        )
    return number
