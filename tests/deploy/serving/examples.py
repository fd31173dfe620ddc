"""Served models for the tests of serving, and a way to ask them without a network."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from starlette.types import ASGIApp, Message, Scope

from core.deploy.bundle import write_bundle
from core.deploy.contents import BundleContents
from core.deploy.inspect_model import Inspected
from core.deploy.opened import open_bundle
from core.deploy.serving.served import ServedModel

JSON = {"content-type": "application/json"}


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> dict[str, object]:
        return json.loads(self.content)

    @property
    def error(self) -> str:
        assert list(self.json) == ["error"]
        return self.json["error"]


def served(contents: BundleContents) -> ServedModel:
    """Load a model without looking into it, which has its own tests."""
    return ServedModel(Inspected(open_bundle(write_bundle(contents)), 0.0), "loans")


def ask(
    app: ASGIApp,
    method: str,
    path: str,
    body: bytes | list[bytes] = b"",
    headers: Mapping[str, str] = JSON,
) -> Reply:
    """Send one request, its body in one piece or in several."""
    pieces = [body] if isinstance(body, bytes) else body
    scope: Scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "scheme": "http",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    return asyncio.run(_asked(app, scope, pieces))


async def _asked(app: ASGIApp, scope: Scope, pieces: list[bytes]) -> Reply:
    left, sent = list(pieces), []

    async def receive() -> Message:
        if not left:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": left.pop(0), "more_body": bool(left)}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    content = b"".join(message.get("body", b"") for message in sent[1:])
    return Reply(sent[0]["status"], headers, content)


def post(app: ASGIApp, path: str, values: object) -> Reply:
    return ask(app, "POST", path, json.dumps(values).encode())


def get(app: ASGIApp, path: str) -> Reply:
    return ask(app, "GET", path, headers={})


def probabilities(reply: Reply) -> np.ndarray:
    assert reply.status == 200, reply.content
    return np.array(reply.json["probabilities"])
