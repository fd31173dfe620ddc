"""The JSON body of a request, read within its limits."""

from __future__ import annotations

import asyncio
import json
from typing import NoReturn

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from core.deploy.serving.limits import MB, MOST_BODY_BYTES, MOST_BODY_SECONDS
from core.deploy.serving.refusal import NOT_JSON, TOO_LARGE, TOO_LATE, UNREADABLE, refusal

JSON_TYPE = b"application/json"


async def read_json(scope: Scope, receive: Receive) -> object:
    """Read the body of a request as JSON.

    Raises
    ------
    HTTPException
        When the body is not JSON (415, 400), too large (413) or does not arrive (408).
    """
    _check_headers(scope)
    try:
        async with asyncio.timeout(MOST_BODY_SECONDS):
            body = await _read(receive)
    except TimeoutError:
        raise refusal(
            TOO_LATE,
            f"A body must arrive within {MOST_BODY_SECONDS:.0f} seconds",
            "it did not",
            "Send it again.",
        ) from None
    try:
        return json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        place = f"at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "in it"
        raise refusal(
            UNREADABLE,
            "The body must be JSON",
            f"something {place} is not",
            "Write null where a number is missing, and text in double quotes.",
        ) from error


def _check_headers(scope: Scope) -> None:
    kind, length = b"", b"0"
    for name, value in scope["headers"]:
        if name == b"content-type":
            kind = value.partition(b";")[0].strip().lower()
        elif name == b"content-length":
            length = value
        elif name == b"content-encoding" and value.strip().lower() != b"identity":
            kind = b""
    if kind != JSON_TYPE:
        raise refusal(
            NOT_JSON,
            "The body must be plain JSON",
            "the headers do not say so",
            "Send it uncompressed, with the header Content-Type: application/json.",
        )
    if not length.isdigit() or int(length) > MOST_BODY_BYTES:
        raise _too_large()


async def _read(receive: Receive) -> bytes:
    message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body", False) and message["type"] == "http.request":
        return body
    parts, size = [], 0
    while True:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BODY_BYTES:
            raise _too_large()
        if not message.get("more_body", False):
            return b"".join(parts)
        message = await receive()


def _too_large() -> HTTPException:
    return refusal(
        TOO_LARGE,
        f"A body must be at most {MOST_BODY_BYTES // MB} MB",
        "this one is larger",
        "Send the rows in several requests.",
    )


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
