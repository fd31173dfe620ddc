"""MLflow servers for the tests: a small one that speaks its few REST calls, and a real one."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.ports import free_port

Mood = Literal["well", "error", "slow", "breaks at files"]

MLFLOW_SETTING = "MLFLOW_COMMAND"
"""Names the mlflow command of another environment, for the test against a real server."""

SLOW_SECONDS = 60.0
START_SECONDS = 120.0
API = "/api/2.0/mlflow/"
ARTIFACTS = "/api/2.0/mlflow-artifacts/artifacts/"

needs_mlflow = pytest.mark.skipif(
    importlib.util.find_spec("mlflow") is None,
    reason="mlflow-skinny is not installed: pip install mlflow-skinny",
)


class FakeServer:
    """Keeps what it is told, or fails as it is told to."""

    def __init__(self, mood: Mood = "well") -> None:
        self.mood = mood
        self.experiments: dict[str, str] = {}
        self.runs: dict[str, dict[str, Any]] = {}
        self.files: dict[str, bytes] = {}
        self.over = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()

    def the_run(self) -> dict[str, Any]:
        (run,) = self.runs.values()
        return run

    def answer(self, path: str, query: dict[str, str], told: dict[str, Any]) -> dict[str, Any]:
        match path:
            case "experiments/get-by-name":
                name = query["experiment_name"]
                if name not in self.experiments:
                    raise KeyError(name)
                return {"experiment": {"experiment_id": self.experiments[name], "name": name}}
            case "experiments/create":
                self.experiments[told["name"]] = str(len(self.experiments) + 1)
                return {"experiment_id": self.experiments[told["name"]]}
            case "runs/search":
                found = [
                    run for run in self.runs.values() if f"'{_tag(run)}'" in told.get("filter", "")
                ]
                return {"runs": [_as_mlflow(run) for run in found]}
            case "runs/create":
                run_id = f"{len(self.runs):032d}"
                self.runs[run_id] = told | {
                    "id": run_id,
                    "metrics": [],
                    "params": [],
                    "state": "RUNNING",
                }
                return {"run": _as_mlflow(self.runs[run_id])}
            case "runs/get":
                return {"run": _as_mlflow(self.runs[query["run_id"]])}
            case "runs/log-batch":
                run = self.runs[told["run_id"]]
                for kind in ("metrics", "params", "tags"):
                    run[kind] = run[kind] + told.get(kind, [])
                return {}
            case "runs/update":
                self.runs[told["run_id"]] |= {"state": told["status"], "end": told["end_time"]}
                return {"run_info": _as_mlflow(self.runs[told["run_id"]])["info"]}
        raise KeyError(path)

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._do({})

            def do_POST(self) -> None:
                self._do(json.loads(self._body() or b"{}"))

            def do_PUT(self) -> None:
                body = self._body()
                if fake.mood == "breaks at files":
                    self._say(500, {"error_code": "INTERNAL_ERROR", "message": "full"})
                    return
                fake.files[self.path.removeprefix(ARTIFACTS)] = body
                self._say(200, {})

            def _do(self, told: dict[str, Any]) -> None:
                if fake.mood == "error":
                    self._say(500, {"error_code": "INTERNAL_ERROR", "message": "broken"})
                    return
                if fake.mood == "slow":
                    fake.over.wait(SLOW_SECONDS)
                    self.close_connection = True
                    return
                parts = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(parts.query).items()}
                try:
                    self._say(200, fake.answer(parts.path.removeprefix(API), query, told))
                except KeyError as problem:
                    missing = {"error_code": "RESOURCE_DOES_NOT_EXIST", "message": str(problem)}
                    self._say(404, missing)

            def _body(self) -> bytes:
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))

            def _say(self, status: int, what: dict[str, Any]) -> None:
                data = json.dumps(what).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def _tag(run: dict[str, Any]) -> str:
    return dict((tag["key"], tag["value"]) for tag in run["tags"])["distill_lab.run_id"]


def _as_mlflow(run: dict[str, Any]) -> dict[str, Any]:
    info = {
        "run_id": run["id"],
        "run_uuid": run["id"],
        "experiment_id": run["experiment_id"],
        "run_name": run["run_name"],
        "status": run["state"],
        "start_time": run["start_time"],
        "artifact_uri": f"mlflow-artifacts:/{run['id']}/artifacts",
        "lifecycle_stage": "active",
    }
    return {"info": info, "data": {"tags": run["tags"]}}


def find_mlflow() -> str:
    """The command of a whole MLflow; without one the test is skipped."""
    named = os.environ.get(MLFLOW_SETTING, "")
    if named:
        return named
    try:
        distribution("mlflow")
    except PackageNotFoundError:
        pytest.skip(f"no whole MLflow: pip install mlflow, or name its command in {MLFLOW_SETTING}")
    return shutil.which("mlflow") or pytest.skip("the mlflow command is not on the path")


@contextmanager
def real_server(folder: Path) -> Iterator[str]:
    """Run a real MLflow server on this machine until the block ends; gives its address."""
    command, address = find_mlflow(), f"http://127.0.0.1:{free_port()}"
    options = {
        "host": "127.0.0.1",
        "port": address.rpartition(":")[2],
        "backend-store-uri": f"sqlite:///{folder / 'mlflow.db'}",
        "artifacts-destination": str(folder / "artifacts"),
        "workers": "1",
    }
    flags = [part for name, value in options.items() for part in (f"--{name}", value)]
    with (folder / "mlflow.log").open("ab") as log:
        process = subprocess.Popen(
            [command, "server", *flags],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=os.environ | {"MLFLOW_DISABLE_TELEMETRY": "true"},
        )
    try:
        _wait_until_healthy(address, process, folder / "mlflow.log")
        yield address
    finally:
        process.terminate()
        process.wait(START_SECONDS)


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/health", timeout=1):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"MLflow did not start:\n{log.read_text(errors='replace')}")
