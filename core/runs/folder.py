"""Where the registry lives: a folder for its files, and the address of its database."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

DATA_FOLDER_SETTING = "DISTILL_LAB_DATA"
"""Environment variable that names the folder for what the app keeps on disk."""

DATABASE_URL_SETTING = "DISTILL_LAB_DATABASE_URL"
"""Environment variable that moves the registry to a database server."""

DATABASE_FILE = "runs.sqlite"


def data_folder() -> Path:
    """Return the folder of the setting, or the user's own for data."""
    chosen = os.environ.get(DATA_FOLDER_SETTING)
    return Path(chosen) if chosen else platformdirs.user_data_path("distill-lab", appauthor=False)


def database_url(folder: Path) -> str:
    """Return the address of the setting, or that of an SQLite file in a folder."""
    return os.environ.get(DATABASE_URL_SETTING) or sqlite_url(folder)


def sqlite_url(folder: Path) -> str:
    """Return the address of the SQLite file in a folder."""
    return f"sqlite:///{folder.absolute() / DATABASE_FILE}"
