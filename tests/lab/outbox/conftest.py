from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.lab.outbox.servers import FakeServer, Mood


@pytest.fixture
def mood() -> Mood:
    return "well"


@pytest.fixture
def fake(mood: Mood) -> Iterator[FakeServer]:
    with FakeServer(mood) as server:
        yield server


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"
