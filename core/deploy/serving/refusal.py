"""Requests that cannot be answered, each told in one sentence."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from core.errors import LabError

UNREADABLE, TOO_LATE, TOO_LARGE, NOT_JSON, INVALID = 400, 408, 413, 415, 422


def refusal(status: int, must: str, found: str, remedy: str) -> HTTPException:
    """Return the error that answers a request with a status and a sentence."""
    return HTTPException(status, str(LabError(must, found, remedy)))
