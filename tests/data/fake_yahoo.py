"""A Yahoo Finance on loopback: answers what the real one would, or fails as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from curl_cffi import requests as curl

NEW_YORK = "America/New_York"


@dataclass(frozen=True)
class Answer:
    """What one symbol gets: body, status, and how long it takes."""

    body: bytes
    status: int = 200
    delay_s: float = 0.0


@dataclass
class FakeYahoo:
    """Where the server listens, what it answers to each symbol, and what it was asked."""

    address: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def reply(self, symbol: str, body: object, status: int = 200, delay_s: float = 0.0) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.answers[symbol] = Answer(content, status, delay_s)

    def answer(self, path: str) -> Answer:
        if path.endswith("/getcrumb"):
            return Answer(b"crumb")
        symbol = path.rsplit("/", 1)[-1]
        if "/chart/" in path:
            self.asked.append(symbol)
        return self.answers.get(symbol, Answer(json.dumps(NOT_FOUND).encode(), 404))


NOT_FOUND: dict[str, Any] = {
    "chart": {
        "result": None,
        "error": {"code": "Not Found", "description": "No data found, symbol may be delisted"},
    }
}


def chart(symbol: str, bars: pd.DataFrame) -> dict[str, Any]:
    """Return the answer for bars with columns Date, Open, High, Low, Close, Adj Close, Volume."""
    opens_at = pd.to_datetime(bars["Date"]).dt.tz_localize(NEW_YORK) + pd.Timedelta(hours=9.5)
    quote = {name.lower(): bars[name].tolist() for name in ("Open", "High", "Low", "Close")}
    quote["volume"] = bars["Volume"].tolist()
    result = {
        "meta": {
            "currency": "USD",
            "symbol": symbol,
            "instrumentType": "EQUITY",
            "exchangeTimezoneName": NEW_YORK,
            "firstTradeDate": 0,
            "priceHint": 2,
            "validRanges": ["1d", "max"],
        },
        "timestamp": [int(moment.timestamp()) for moment in opens_at],
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": bars["Adj Close"].tolist()}]},
    }
    return {"chart": {"result": [result], "error": None}}


@contextmanager
def serve() -> Iterator[FakeYahoo]:
    """Run the server on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = fake.answer(urlsplit(self.path).path)
            time.sleep(answer.delay_s)
            try:
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                return

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    fake = FakeYahoo(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class RoutedSession(curl.Session):
    """A session of the kind yfinance accepts whose every request goes to one address."""

    def __init__(self, address: str, timeout_s: float = 5.0) -> None:
        super().__init__()
        self.routed_to = address
        self.timeout_s = timeout_s

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Any:
        path = urlsplit(url).path
        options["timeout"] = self.timeout_s
        return super().request(method, f"{self.routed_to}{path}", *args, **options)
