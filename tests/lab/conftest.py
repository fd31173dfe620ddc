from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lab.brief import time_briefly


@pytest.fixture(scope="session", autouse=True)
def _brief_runs() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        time_briefly(patch)
        yield
