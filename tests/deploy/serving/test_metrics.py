import asyncio

import pytest
from starlette.types import Receive, Scope, Send

from core.deploy.serving.metrics import BOUNDS_SECONDS, Counted, Metrics


def _buckets(metrics: Metrics) -> dict[str, int]:
    lines = [line for line in metrics.text().splitlines() if "_bucket" in line]
    return {line.split('le="')[1].split('"')[0]: int(line.split()[-1]) for line in lines}


def test_histogram_counts_everything_up_to_each_bound() -> None:
    metrics = Metrics()
    for seconds in (0.0001, 0.0005, 0.03, 0.2, 60.0):
        metrics.count("/predict", 200, seconds)
    buckets = _buckets(metrics)
    assert list(buckets) == [*(f"{bound:g}" for bound in BOUNDS_SECONDS), "+Inf"]
    assert [buckets[bound] for bound in ("0.0005", "0.025", "0.05", "0.25", "5", "+Inf")] == [
        2, 2, 3, 4, 4, 5,
    ]  # fmt: skip
    assert "distill_request_seconds_sum" in metrics.text()


def test_nothing_asked_is_text_too() -> None:
    assert Metrics().text().endswith("\n")
    assert "distill_rows_total 0" in Metrics().text()


def test_request_that_breaks_counts_as_a_failure() -> None:
    async def broken(_: Scope, __: Receive, ___: Send) -> None:
        raise ZeroDivisionError

    metrics = Metrics()
    app = Counted(broken, metrics, frozenset({"/x"}))
    with pytest.raises(ZeroDivisionError):
        asyncio.run(app({"type": "http", "path": "/x"}, None, None))
    assert metrics.requests == {("/x", 500): 1}
