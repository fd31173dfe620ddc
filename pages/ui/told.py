"""Errors of what a button did, shown once when the page is drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import LabError
from pages.ui.error_box import error_box
from pages.ui.state import session


@contextmanager
def told() -> Iterator[None]:
    """Remember an error of the user that a callback meets, instead of ending the page."""
    try:
        yield
    except LabError as problem:
        session().problem = problem


def show_told() -> None:
    """Show what went wrong at the last click, if anything did."""
    lab = session()
    if lab.problem is not None:
        error_box(lab.problem)
        lab.problem = None
