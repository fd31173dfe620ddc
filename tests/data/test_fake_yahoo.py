from __future__ import annotations

import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.data.fake_yahoo import MISBEHAVIOUR, FakeYahoo, sample_bars, serve, stock

ROOT = Path(__file__).parents[2]


def status_of(address: str, symbol: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}/v8/finance/chart/{symbol}", timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


@pytest.fixture
def alone() -> Iterator[str]:
    """The address of a stand-in that runs as a process of its own."""
    command = [sys.executable, "-m", "tests.data.fake_yahoo", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.communicate(timeout=10)


def test_it_runs_by_itself_and_says_where(alone: str) -> None:
    assert alone.startswith("http://127.0.0.1:")
    expected = {"AAPL": 200, "MSFT": 200, "UNKNOWN": 404, "LIMITED": 429, "GARBLED": 200}
    assert {symbol: status_of(alone, symbol) for symbol in expected} == expected


@pytest.fixture
def stocked() -> Iterator[FakeYahoo]:
    with serve() as fake:
        stock(fake)
        yield fake


def test_every_symbol_that_misbehaves_has_an_answer(stocked: FakeYahoo) -> None:
    assert set(stocked.answers) == {"AAPL", "MSFT", *MISBEHAVIOUR}


def test_only_the_days_that_are_asked_for_are_given(stocked: FakeYahoo) -> None:
    first, last = sample_bars("AAPL")["Date"].iloc[[100, 110]]
    span = (int(first.timestamp()), int(last.timestamp()))
    assert stocked.answers["AAPL"](span).body.count(b'"timestamp"') == 1
    assert stocked.answers["AAPL"]((0, 1)).status == 400
