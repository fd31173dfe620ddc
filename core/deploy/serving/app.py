"""The web application: what is answered at which address."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from core.deploy.predict import Answers, given_classes
from core.deploy.serving import tensors
from core.deploy.serving.body import read_json
from core.deploy.serving.cells import records_of
from core.deploy.serving.limits import MOST_BODY_BYTES, MOST_ROWS, MOST_ROWS_AT_ONCE
from core.deploy.serving.metrics import CONTENT_TYPE, Counted, Metrics
from core.deploy.serving.served import ServedModel

NOT_FOUND, WRONG_METHOD, BROKEN = 404, 405, 500
SENTENCES = {
    NOT_FOUND: "The address must be one that is served, however: this one is not. GET / lists all.",
    WRONG_METHOD: "The method must be one that this address knows, however: it is not. "
    "The header Allow lists them.",
}
JSON_HEADER = (b"content-type", b"application/json")

Answering = Callable[[object], Awaitable[object]]


class JSONEndpoint:
    """One address that reads JSON and answers JSON, without anything between.

    Parameters
    ----------
    answer : callable
        Gives the answer to a body.
    """

    def __init__(self, answer: Answering) -> None:
        self._answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            body = await read_json(scope, receive)
        except ClientDisconnect:
            return
        content = json.dumps(await self._answer(body), separators=(",", ":")).encode()
        headers = [JSON_HEADER, (b"content-length", str(len(content)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": content})


def make_app(model: ServedModel) -> ASGIApp:
    """Return the application that serves one model.

    Parameters
    ----------
    model : ServedModel

    Returns
    -------
    ASGIApp
        Answers at /, /predict, /metrics and, by the open inference protocol, below /v2.
    """
    metrics = Metrics()
    own = f"/v2/models/{model.name}"
    protocol = tensors.metadata(model.schema, model.name)
    server: dict[str, object] = {"name": "distill-lab", "version": "2", "extensions": []}
    fixed: dict[str, dict[str, object]] = {
        "/v2": server,
        "/v2/health/live": {"live": True},
        "/v2/health/ready": {"ready": True},
        own: protocol,
        f"{own}/ready": {"name": model.name, "ready": True},
    }
    asked: dict[str, Answering] = {
        "/predict": partial(_predict, model, metrics),
        f"{own}/infer": partial(_infer, model, metrics),
    }
    paths = ("/", "/metrics", *fixed, *asked)
    fixed["/"] = _description(model, paths)
    routes = [
        *(
            Route(path, partial(_fixed, content), methods=["GET"])
            for path, content in fixed.items()
        ),
        Route("/metrics", partial(_metrics, metrics), methods=["GET"]),
        *(Route(path, JSONEndpoint(answer), methods=["POST"]) for path, answer in asked.items()),
    ]
    handlers = {HTTPException: _refused, Exception: _broken}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return Counted(app, metrics, frozenset(paths))


async def _predict(model: ServedModel, metrics: Metrics, body: object) -> object:
    records = records_of(body)
    if len(records) <= MOST_ROWS_AT_ONCE:
        answers = model.answers(records)
    else:
        answers = await run_in_threadpool(model.answers, records)
    metrics.rows += len(answers.probabilities)
    return _as_json(answers, model)


async def _infer(model: ServedModel, metrics: Metrics, body: object) -> object:
    rows = tensors.rows_of(body, model.schema)
    if len(rows) <= MOST_ROWS_AT_ONCE:
        probabilities = model.probabilities(rows)
    else:
        probabilities = await run_in_threadpool(model.probabilities, rows)
    metrics.rows += len(rows)
    return tensors.response(body, model.name, probabilities)


def _as_json(answers: Answers, model: ServedModel) -> dict[str, object]:
    """Return the answers; those to prices with the day and ticker of each."""
    classes, threshold = model.schema.classes, model.schema.threshold
    places = given_classes(answers.probabilities, threshold).tolist()
    told: dict[str, object] = {
        "classes": classes,
        "predictions": [classes[place] for place in places],
        "probabilities": answers.probabilities.tolist(),
    }
    if model.schema.reads_prices:
        told |= zip(answers.key_names, zip(*answers.keys, strict=True), strict=True)
    return told


def _description(model: ServedModel, paths: tuple[str, ...]) -> dict[str, object]:
    schema = model.schema
    return {
        "model": model.name,
        "sha256": model.sha256,
        "task": schema.task.name,
        "reads": "daily prices" if schema.reads_prices else "rows",
        "columns": [] if schema.reads_prices else [column.name for column in schema.columns],
        "classes": schema.classes,
        "threshold": schema.threshold,
        "limits": {"rows": MOST_ROWS, "body_bytes": MOST_BODY_BYTES},
        "paths": paths,
    }


async def _fixed(content: dict[str, object], _: Request) -> Response:
    return _as_response(content)


async def _metrics(metrics: Metrics, _: Request) -> Response:
    return PlainTextResponse(metrics.text(), headers={"content-type": CONTENT_TYPE})


async def _refused(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = SENTENCES.get(error.status_code, error.detail)
    return _as_response({"error": sentence}, error.status_code, error.headers)


async def _broken(_: Request, __: Exception) -> Response:
    sentence = "Every row must be answered, however: this one broke the model. See the log."
    return _as_response({"error": sentence}, BROKEN)


def _as_response(
    content: dict[str, object], status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    # ASCII holds any text, also half of a surrogate pair, which UTF-8 does not.
    return Response(json.dumps(content), status, headers, media_type="application/json")
