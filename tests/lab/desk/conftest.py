from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.lab.desk.desk import Desk
from core.runs.store import RunStore
from tests.lab.desk.desks import Script, desk_on, store_on


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[RunStore]:
    opened = store_on(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def desk(tmp_path: Path, script: Script) -> Iterator[Desk]:
    """A desk on an empty registry, whose runs do what the script says."""
    opened = desk_on(tmp_path, script)
    yield opened
    opened.close()
