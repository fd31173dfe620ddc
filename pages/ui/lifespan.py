"""What the server does before it answers anybody, and before it ends."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from core.errors import LabError
from pages.ui.ahead import import_first_page
from pages.ui.kept_rows import read_first_rows
from pages.ui.pool import background, close_background


@asynccontextmanager
async def open_to_visitors(_: object) -> AsyncIterator[None]:
    """Open the desk before anybody comes, and mark what runs as interrupted before the server ends.

    A signal leaves no time afterwards. What goes wrong at the beginning goes wrong again for
    whoever needs it, and is told there.
    """
    import_first_page()
    with suppress(LabError):
        background()
    with suppress(LabError, OSError):
        read_first_rows()
    yield
    close_background()
