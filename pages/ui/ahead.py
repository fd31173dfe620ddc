"""Imports ahead of those who would wait for them: of the first page, and of all the others."""

from __future__ import annotations

import gc
import importlib
import pkgutil

from pages import ui

# The icon of the page is looked up among Streamlit's emojis, which are a module of their own.
FIRST_PAGE = (
    "streamlit.emojis",
    "pages.ui.address_note",
    "pages.ui.columns",
    "pages.ui.demo",
    "pages.ui.findings",
    "pages.ui.heading",
    "pages.ui.leak_card",
    "pages.ui.picture",
    "pages.ui.profile",
    "pages.ui.sources",
)


def import_first_page() -> None:
    """Import what the first page needs, before the server answers anybody.

    What is there then stays, so garbage collection need not look through it again and again.
    """
    for name in FIRST_PAGE:
        importlib.import_module(name)
    gc.freeze()


def import_every_page() -> None:
    """Import what all pages need, with torch: for a thread that nobody waits for."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
