"""A Yahoo Finance on loopback: answers what the real one would, or fails as told.

It also runs by itself, for the app to be pointed at: `python -m tests.data.fake_yahoo --port N`.
It knows AAPL and MSFT, and some symbols that misbehave: see `MISBEHAVIOUR`.
"""

from __future__ import annotations

import argparse
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import pandas as pd

from core.data.samples import SAMPLES
from tests.data.yahoo_payload import (
    BAD_GATEWAY,
    HTML,
    NEW_YORK,
    NO_DATA,
    NOT_FOUND,
    TOO_MANY,
    chart,
    moments,
)

SLOW_S = 15.0
PATIENCE_S, LITTLE_PATIENCE_S = 60.0, 1.0
MISBEHAVIOUR = {
    "LIMITED": "refuses with status 429",
    "GARBLED": "answers with a web page, status 200",
    "SLOW": f"answers after {SLOW_S:g} seconds",
    "EMPTY": "is known but has no session in any range",
    "BROKEN": "answers with status 502",
}

Span = tuple[int, int]
"""First and last second that were asked for, the last not included."""


@dataclass(frozen=True)
class Answer:
    """What one question gets: body, status, how long it takes, and where it is sent on to."""

    body: bytes
    status: int = 200
    delay_s: float = 0.0
    location: str = ""


def answer_of(body: object, status: int = 200, delay_s: float = 0.0) -> Answer:
    """Wrap bytes as they are, and anything else as JSON."""
    return Answer(body if isinstance(body, bytes) else json.dumps(body).encode(), status, delay_s)


UNKNOWN = answer_of(NOT_FOUND, 404)


@dataclass
class FakeYahoo:
    """Where the server listens, what it answers to each symbol, and what it was asked.

    ``asked`` holds the symbol of every request for prices or a time zone, ``paths`` the path
    of all; ``most_at_once`` is the most that were under way together. ``patience_s`` is how
    long to wait for an answer: little only where a symbol is silent.
    """

    address: str
    answers: dict[str, Callable[[Span], Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    most_at_once: int = 0
    patience_s: float = PATIENCE_S

    def reply(self, symbol: str, body: object, status: int = 200, delay_s: float = 0.0) -> None:
        """Answer every question about a symbol in the same way."""
        answer = answer_of(body, status, delay_s)
        self.answers[symbol] = lambda _: answer

    def fall_silent(self, symbol: str) -> None:
        """Answer questions about a symbol when nobody waits any more."""
        self.patience_s = LITTLE_PATIENCE_S
        self.reply(symbol, b"", delay_s=SLOW_S)

    def trade(self, symbol: str, bars: pd.DataFrame) -> None:
        """Answer questions about a symbol with those of the bars that they ask for."""
        self.answers[symbol] = partial(_between, symbol, bars)

    def answer(self, path: str, query: str) -> Answer:
        """Answer one request."""
        self.paths.append(path)
        if path.endswith("/getcrumb"):
            return Answer(b"crumb")
        if "/chart/" not in path:
            return UNKNOWN
        symbol = unquote(path.rsplit("/", 1)[-1])
        self.asked.append(symbol)
        return self.answers.get(symbol, lambda _: UNKNOWN)(_span(query))


def _span(query: str) -> Span:
    values = parse_qs(query)
    return int(values.get("period1", ["0"])[0]), int(values.get("period2", [str(2**40)])[0])


def _between(symbol: str, bars: pd.DataFrame, span: Span) -> Answer:
    seconds = pd.Series(moments(bars["Date"], NEW_YORK), bars.index, dtype="int64")
    within = bars[(seconds >= span[0]) & (seconds < span[1])]
    if len(bars) > 0 and within.empty:
        return answer_of(NO_DATA, 400)
    return answer_of(chart(symbol, within))


@contextmanager
def serve(port: int = 0) -> Iterator[FakeYahoo]:
    """Run the server, on a free port unless one is named, until the block ends."""

    under_way: list[object] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            under_way.append(self)
            fake.most_at_once = max(fake.most_at_once, len(under_way))
            asked = urlsplit(self.path)
            answer = fake.answer(asked.path, asked.query)
            time.sleep(answer.delay_s)
            under_way.remove(self)
            self.send(answer)

        def send(self, answer: Answer) -> None:
            try:
                self.send_response(answer.status)
                self.send_header("Content-Length", str(len(answer.body)))
                if answer.location:
                    self.send_header("Location", answer.location)
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                return

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
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


def sample_bars(symbol: str) -> pd.DataFrame:
    """Return the real bars of a stock that ships with the app, not adjusted."""
    bars = pd.read_csv(SAMPLES["us_stocks"].path, parse_dates=["Date"])
    return bars[bars["Ticker"] == symbol].reset_index(drop=True)


def stock(fake: FakeYahoo) -> None:
    """Let a server know two real stocks and the symbols that misbehave."""
    for symbol in ("AAPL", "MSFT"):
        fake.trade(symbol, sample_bars(symbol))
    fake.reply("LIMITED", TOO_MANY, 429)
    fake.reply("GARBLED", HTML)
    fake.reply("SLOW", HTML, delay_s=SLOW_S)
    fake.trade("EMPTY", sample_bars("AAPL").iloc[:0])
    fake.reply("BROKEN", BAD_GATEWAY, 502)


def main() -> None:
    """Serve until interrupted; the address is the first line that is printed."""
    parser = argparse.ArgumentParser(description="A stand-in for Yahoo Finance on this machine.")
    parser.add_argument("--port", type=int, default=8765, help="0 takes any free port")
    with serve(parser.parse_args().port) as fake:
        stock(fake)
        print(fake.address, flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return


if __name__ == "__main__":
    main()
