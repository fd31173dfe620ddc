"""Which MLflow server finished runs go to, and what its failures mean in words."""

from __future__ import annotations

import importlib.util
import os
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from core.errors import StoreError
from core.lab.outbox.sender import ADDRESS_SETTING, EXPERIMENT_SETTING

USUAL_EXPERIMENT = "distill-lab"
PACKAGE = "mlflow"
SECRET = re.compile(r"//[^/@\s]*@")
STATUS = re.compile(r"(?:error code|status code|too many|HTTP) ?'?(\d{3})\b")
MOST_LETTERS = 200
KEPT = "Finished runs are kept here and sent as soon as that works."
WORDS = (
    (("timed out", "timeout"), "it does not answer in time"),
    (("refused", "failed to establish", "resolve", "unreachable"), "there is no connection to it"),
    (("certificate", "ssl"), "its certificate is not accepted"),
)


@dataclass(frozen=True)
class Server:
    """An MLflow server. ``address`` may hold a password; ``shown`` does not."""

    address: str
    experiment: str

    @property
    def shown(self) -> str:
        """The address as anybody may see it."""
        return without_secrets(self.address)[:MOST_LETTERS]

    @property
    def environment(self) -> dict[str, str]:
        """The settings that tell the sender about it."""
        return {ADDRESS_SETTING: self.address, EXPERIMENT_SETTING: self.experiment}

    def problem(self, found: str) -> StoreError:
        """Return why runs do not arrive, from what the sender says."""
        return StoreError(
            f"Finished runs must reach the MLflow server at {self.shown}", found, KEPT
        )


def server_of_settings() -> Server | None:
    """Return the server that the environment names, or None where it names none."""
    address = os.environ.get(ADDRESS_SETTING, "").strip()
    if not address:
        return None
    return Server(address, os.environ.get(EXPERIMENT_SETTING, "").strip() or USUAL_EXPERIMENT)


def hindrance(server: Server) -> StoreError | None:
    """Return why nothing can be sent at all, or None where nothing stands against it."""
    try:
        parts = urlsplit(server.address)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        is_web = False
    if not is_web:
        return StoreError(
            f"{ADDRESS_SETTING} must be the address of a server, such as http://localhost:5000",
            f"it is {server.shown!r}",
            f"Correct the setting, or leave it out. {KEPT}",
        )
    if importlib.util.find_spec(PACKAGE) is None:
        return StoreError(
            f"{ADDRESS_SETTING} is set, so the package mlflow-skinny must be installed",
            "it is not",
            f'Install it with: pip install "distill-lab[mlflow]". {KEPT}',
        )
    return None


def in_words(message: str) -> str:
    """Say in few words what a message of MLflow or of the network means; it names no password."""
    low = message.lower()
    for signs, words in WORDS:
        if any(sign in low for sign in signs):
            return words
    status = STATUS.search(message)
    if status:
        return f"it answers with error {status[1]}"
    return " ".join(without_secrets(message).split())[:MOST_LETTERS] or "nobody says why"


def without_secrets(text: str) -> str:
    """Leave user names and passwords out of addresses."""
    return SECRET.sub("//", text)
