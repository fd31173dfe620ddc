"""What was asked and how long it took, counted and written as text for Prometheus.

Source: the text format of Prometheus, version 0.0.4.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
BOUNDS_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
OTHER = "other"
FAILED = 500


def _no_counts() -> list[int]:
    return [0] * (len(BOUNDS_SECONDS) + 1)


@dataclass
class Metrics:
    """Counts of one server; they start at zero with it."""

    requests: Counter[tuple[str, int]] = field(default_factory=Counter)
    seconds: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    slower_than: defaultdict[str, list[int]] = field(
        default_factory=lambda: defaultdict(_no_counts)
    )
    rows: int = 0

    def count(self, route: str, status: int, seconds: float) -> None:
        """Count one request that was answered."""
        self.requests[route, status] += 1
        self.seconds[route] += seconds
        self.slower_than[route][bisect_left(BOUNDS_SECONDS, seconds)] += 1

    def text(self) -> str:
        """Return every count as Prometheus reads it."""
        lines = [
            "# HELP distill_requests_total Requests by route and status.",
            "# TYPE distill_requests_total counter",
        ]
        for (route, status), number in sorted(self.requests.items()):
            lines.append(f'distill_requests_total{{route="{route}",status="{status}"}} {number}')
        lines += [
            "# HELP distill_rows_total Rows that were answered.",
            "# TYPE distill_rows_total counter",
            f"distill_rows_total {self.rows}",
            "# HELP distill_request_seconds How long requests took.",
            "# TYPE distill_request_seconds histogram",
        ]
        for route in sorted(self.slower_than):
            lines += self._histogram(route)
        return "\n".join(lines) + "\n"

    def _histogram(self, route: str) -> list[str]:
        lines, number = [], 0
        bounds = (*(f"{bound:g}" for bound in BOUNDS_SECONDS), "+Inf")
        for bound, more in zip(bounds, self.slower_than[route], strict=True):
            number += more
            lines.append(f'distill_request_seconds_bucket{{route="{route}",le="{bound}"}} {number}')
        lines.append(f'distill_request_seconds_sum{{route="{route}"}} {self.seconds[route]:.6f}')
        lines.append(f'distill_request_seconds_count{{route="{route}"}} {number}')
        return lines


class Counted:
    """An application whose requests are counted.

    Parameters
    ----------
    app : ASGIApp
    metrics : Metrics
    routes : frozenset of str
        Paths that are counted by name; any other path counts as "other".
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, routes: frozenset[str]) -> None:
        self._app = app
        self._metrics = metrics
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request and count it, also where it fails."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, started = FAILED, time.perf_counter()

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            path = scope["path"]
            route = path if path in self._routes else OTHER
            self._metrics.count(route, status, time.perf_counter() - started)
