"""The server as a process of its own, asked over loopback."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pytest

from core.deploy.bundle import write_bundle
from core.deploy.inspect_model import Inspected
from core.deploy.service import load, serve
from core.errors import BundleError, ServeError
from core.spec import ModelSpec, TaskSpec
from core.tasks.encode import fit_encoder
from tests.deploy import hostile
from tests.deploy.examples import contents_of, daily_bars, indicator_frame
from tests.export.examples import make_network

ROOT = Path(__file__).parents[2]
PROGRAM = (
    "import sys; from pathlib import Path; from core.deploy.service import serve; "
    "serve(Path(sys.argv[1]), 0)"
)
NOT_NEEDED = ("torch", "sklearn", "pandas", "scipy", "onnx", "onnxscript", "streamlit")
IMPORTS = f"""
import sys
from pathlib import Path
from core.deploy.service import load
from core.deploy.serving.app import make_app
make_app(load(Path(sys.argv[1])))
print([name for name in {NOT_NEEDED} if name in sys.modules])
"""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bundles") / "my loans.zip"
    path.write_bytes(hostile.GOOD)
    return path


@contextmanager
def serving(bundle: Path) -> Iterator[tuple[subprocess.Popen[str], http.client.HTTPConnection]]:
    command = [sys.executable, "-c", PROGRAM, str(bundle)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as server:
        try:
            line = server.stderr.readline()
            assert line.startswith("Serving my loans.zip at http://127.0.0.1:")
            address = line.rstrip().rpartition("/")[2]
            with closing(http.client.HTTPConnection(address, timeout=30)) as connection:
                yield server, connection
        finally:
            server.kill()


@pytest.mark.slow
def test_server_answers_refuses_and_stops_when_told(bundle: Path) -> None:
    rows = json.loads(hostile.FRAME.head(2).to_json(orient="records"))
    headers = {"Content-Type": "application/json"}
    with serving(bundle) as (server, connection):
        connection.request("GET", "/v2/models/my-loans/ready")
        assert json.load(connection.getresponse()) == {"name": "my-loans", "ready": True}
        connection.request("POST", "/predict", json.dumps({"rows": rows}), headers)
        assert len(json.load(connection.getresponse())["predictions"]) == 2
        connection.request("POST", "/predict", b"x" * (9 * 2**20), headers)
        assert connection.getresponse().status == 413
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=20) == 0
        assert server.stderr.read() == ""


@pytest.mark.slow
def test_request_that_is_open_is_finished_before_the_server_stops(bundle: Path) -> None:
    row = json.loads(hostile.FRAME.head(1).to_json(orient="records"))
    body = json.dumps({"rows": row}).encode()
    head = "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
    with serving(bundle) as (server, connection):
        with socket.create_connection((connection.host, connection.port), timeout=30) as asking:
            asking.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body[:5])
            _wait_until_read(connection)
            server.send_signal(signal.SIGTERM)
            asking.sendall(body[5:])
            assert asking.recv(1000).startswith(b"HTTP/1.1 200")
        assert server.wait(timeout=20) == 0


def _wait_until_read(connection: http.client.HTTPConnection) -> None:
    """Ask something else: what was sent before it is read by then."""
    connection.request("GET", "/v2/health/live")
    with connection.getresponse() as answer:
        assert answer.status == 200


def _price_bundle() -> bytes:
    task = TaskSpec(name="direction")
    frame = indicator_frame(daily_bars(("AAA",)), task)
    encoder = fit_encoder(frame, list(frame.columns), np.arange(len(frame)))
    model = make_network(ModelSpec(width=4), encoder, 2)
    return write_bundle(contents_of(model, encoder, encoder.raw(frame)[:9], task))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("make", "expected"), [(lambda: hostile.GOOD, []), (_price_bundle, ["pandas"])]
)
def test_server_imports_nothing_heavy(
    make: Callable[[], bytes], expected: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(make())
    done = subprocess.run(
        [sys.executable, "-c", IMPORTS, str(path)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    assert done.stdout.strip() == str(expected)


def test_port_that_is_taken_is_told(bundle: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(ServeError, match=f"port {port} cannot be listened on"):
            serve(bundle, port)


@pytest.mark.parametrize("port", [-1, 65_536])
def test_port_that_does_not_exist_is_told(bundle: Path, port: int) -> None:
    with pytest.raises(ServeError, match="cannot be listened on"):
        serve(bundle, port)


def test_hostile_bundle_is_not_served(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(hostile.tampered())
    with pytest.raises(BundleError, match="not the file that was written"):
        serve(path, 0)


@pytest.mark.parametrize(
    ("file", "name"), [("credit-1.zip", "credit-1"), ("a b/ü.zip", "model"), ("x y.zip", "x-y")]
)
def test_model_is_called_like_its_file(
    file: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.deploy.service.inspect", lambda opened, _: Inspected(opened, 0.0))
    path = tmp_path / file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(hostile.GOOD)
    assert load(path).name == name
