"""How fast the server of a bundle answers: inside the process, and over loopback.

    python -m tests.benchmarks.serving [--seconds 60] [--connections 8]

Inside the process, one row as an array is asked of the served model and of the same ONNX file
in turns, so the ratio holds on a busy machine. Over loopback, the server and the one who asks
are two processes with keep-alive connections; the server's processor time for a request tells
what one core gives where the machine is shared.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import psutil

from core.deploy.bundle import BundleContents, write_bundle
from core.deploy.service import load
from core.spec import ModelSpec, TaskSpec
from tests.export.examples import answers_of, export_of, make_encoder, make_network, make_rows

COLUMNS = 23
CALLS = 4000
HEAD = "POST /predict HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
PROGRAM = (
    "import sys; from pathlib import Path; from core.deploy.service import serve; "
    "serve(Path(sys.argv[1]), 0)"
)


@dataclass(frozen=True)
class Load:
    """What a load over loopback found."""

    requests: int
    errors: int
    seconds: float
    server_seconds: float
    latencies_ms: list[float]


def contents() -> BundleContents:
    """Make an MLP of 16 on 20 numbers and 3 categories, like the usual student."""
    encoder = make_encoder(COLUMNS - 3, (2, 4, 7))
    rows = make_rows(encoder, 16)
    model = make_network(ModelSpec(name="mlp", width=16), encoder, 2)
    return BundleContents(
        model=export_of(model, encoder, 2),
        encoder=encoder,
        class_names=("paid", "default"),
        window=None,
        task=TaskSpec(name="credit"),
        golden_rows=rows,
        golden_probabilities=answers_of(model, encoder, rows),
        metrics_json="{}",
        card="# A card\n",
    )


def in_process(bundle: Path, model: bytes, row: np.ndarray, record: dict[str, object]) -> None:
    """Print microseconds of one row, each way in turns."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    names, served = ["probabilities"], load(bundle)
    ways: dict[str, Callable[[], object]] = {
        "ONNX file in a loop": lambda: session.run(names, {"rows": row})[0],
        "served model, an array": lambda: served.probabilities(row),
        "served model, a JSON row": lambda: served.answers([record]),
    }
    laps: dict[str, list[int]] = {name: [] for name in ways}
    for _ in range(CALLS):
        for name, way in ways.items():
            started = time.perf_counter_ns()
            way()
            laps[name].append(time.perf_counter_ns() - started)
    medians = {name: statistics.median(found) / 1000 for name, found in laps.items()}
    base = medians["ONNX file in a loop"]
    for name, median in medians.items():
        print(f"{name:<28} {median:8.1f} us   {median / base:5.2f} times the loop")


@contextmanager
def serving(bundle: Path) -> Iterator[tuple[int, psutil.Process]]:
    """Start the server as a process of its own; print its start and its memory."""
    started = time.perf_counter()
    command = [sys.executable, "-c", PROGRAM, str(bundle)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        line = server.stderr.readline()
        port = int(line.rstrip().rpartition(":")[2])
        asyncio.run(ask(port, b"GET /v2/health/ready HTTP/1.1\r\nHost: localhost\r\n\r\n", 1, 0))
        print(f"{'start to first answer':<28} {time.perf_counter() - started:8.2f} s")
        found = psutil.Process(server.pid)
        times = found.cpu_times()
        used = times.user + times.system + times.children_user + times.children_system
        print(f"{'  of it processor time':<28} {used:8.2f} s")
        print(f"{'memory after start':<28} {found.memory_info().rss / 1e6:8.1f} MB")
        yield port, found
        print(f"{'memory after load':<28} {found.memory_info().rss / 1e6:8.1f} MB")
        server.terminate()
        print(f"{'exit status on SIGTERM':<28} {server.wait(timeout=20):8d}")


async def ask(
    port: int, request: bytes, connections: int, seconds: float
) -> tuple[int, list[float]]:
    """Ask again and again over connections that stay open; return errors and milliseconds."""
    laps: list[float] = []
    errors = 0
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while True:
            started = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            await reader.readexactly(length)
            laps.append(1000 * (time.perf_counter() - started))
            errors += not head.startswith(b"HTTP/1.1 200")
            if time.perf_counter() >= end:
                break
        writer.close()

    done = await asyncio.gather(*(one() for _ in range(connections)), return_exceptions=True)
    return errors + sum(isinstance(found, Exception) for found in done), laps


def loaded(bundle: Path, request: bytes, seconds: float, connections: int) -> Load:
    """Load one server for some seconds."""
    with serving(bundle) as (port, process):
        before, started = process.cpu_times(), time.perf_counter()
        errors, laps = asyncio.run(ask(port, request, connections, seconds))
        after, lasted = process.cpu_times(), time.perf_counter() - started
        used = after.user + after.system - before.user - before.system
        return Load(len(laps), errors, lasted, used, laps)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--connections", type=int, default=8)
    chosen = parser.parse_args()
    made = contents()
    row = made.golden_rows[:1]
    record = _record(made, row[0])
    body = json.dumps({"rows": [record]})
    request = f"{HEAD}Content-Length: {len(body)}\r\n\r\n{body}".encode()
    with tempfile.TemporaryDirectory() as folder:
        bundle = Path(folder) / "credit.zip"
        bundle.write_bytes(write_bundle(made))
        in_process(bundle, made.model, row, record)
        found = loaded(bundle, request, chosen.seconds, chosen.connections)
    _print(found)


def _record(made: BundleContents, row: np.ndarray) -> dict[str, object]:
    numbers = {
        column.name: round(float(row[i]), 4) for i, column in enumerate(made.encoder.numeric)
    }
    return numbers | {column.name: column.categories[0] for column in made.encoder.categorical}


def _print(found: Load) -> None:
    p50, p99 = np.percentile(found.latencies_ms, [50, 99])
    print(f"{'requests, errors':<28} {found.requests:8d}   {found.errors}")
    print(f"{'requests per second':<28} {found.requests / found.seconds:8.0f}")
    each = found.server_seconds / found.requests
    print(f"{'processor time per request':<28} {1e6 * each:8.0f} us   {1 / each:.0f}/s on one core")
    print(f"{'latency, median and p99':<28} {p50:8.2f} ms   {p99:.2f} ms")


if __name__ == "__main__":
    main()
