"""Dockerfile and compose file, read as Docker would: no engine is needed here."""

from __future__ import annotations

import ast
import fnmatch
import http.server
import os
import re
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.lab.desk.opening import MAX_RUNNING_SETTING, MOST_RUNNING
from core.runs.folder import DATA_FOLDER_SETTING, DATABASE_URL_SETTING

ROOT = Path(__file__).parents[1]
HEALTH_PATH = "/_stcore/health"


def instructions() -> list[tuple[str, str]]:
    """Name and arguments of each instruction of the Dockerfile, in order."""
    text = re.sub(r"\\\n\s*", "", (ROOT / "Dockerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(name, arguments) for name, _, arguments in (line.partition(" ") for line in lines)]


def arguments_of(name: str) -> list[str]:
    return [arguments for found, arguments in instructions() if found == name]


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))["services"]


def test_the_container_does_not_run_as_root() -> None:
    *_, user = arguments_of("USER")
    assert user not in {"root", "0"}
    assert any(f"useradd --create-home --uid 10001 {user}" == line for line in arguments_of("RUN"))
    names = [name for name, _ in instructions()]
    assert "USER" in names[: names.index("CMD")]


def test_every_file_that_the_image_copies_exists_and_is_sent_to_the_builder() -> None:
    allowed = [
        line[1:]
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines()
        if line.startswith("!")
    ]
    for line in arguments_of("COPY"):
        *sources, _ = [part for part in line.split() if not part.startswith("--")]
        for source in sources:
            assert (ROOT / source).exists(), source
            assert any(fnmatch.fnmatch(source, pattern) for pattern in allowed), source


def test_no_secret_is_copied_into_the_image() -> None:
    assert not [line for line in arguments_of("COPY") if line.split()[0] in {".", ".streamlit"}]


def test_torch_comes_without_gpu_libraries_and_as_the_project_pins_it() -> None:
    pinned = next(name for name in project()["dependencies"] if name.startswith("torch=="))
    wanted = f"{pinned} --index-url https://download.pytorch.org/whl/cpu"
    assert any(wanted in line for line in arguments_of("RUN"))
    assert wanted in (ROOT / "README.md").read_text("utf-8")


def test_the_image_installs_extras_that_the_project_has() -> None:
    extras = next(line for line in arguments_of("ARG") if line.startswith("EXTRAS="))
    assert set(extras.removeprefix("EXTRAS=").split(",")) <= set(project()["optional-dependencies"])


def test_packages_are_installed_before_the_code_is_copied() -> None:
    lines = [" ".join(line) for line in instructions()]
    assert lines.index("COPY core core") > next(
        number for number, line in enumerate(lines) if "pip install" in line
    )
    assert all("--no-cache-dir" in line for line in lines if "pip install" in line)


def test_the_image_starts_the_app_for_other_machines_and_keeps_its_data() -> None:
    *_, command = arguments_of("CMD")
    assert ast.literal_eval(command)[:3] == ["streamlit", "run", "app.py"]
    assert "--server.address=0.0.0.0" in command
    kept = next(line for line in arguments_of("ENV") if DATA_FOLDER_SETTING in line)
    assert f"{DATA_FOLDER_SETTING}={arguments_of('VOLUME')[0]}" in kept


@contextmanager
def answering(path: str) -> Iterator[str]:
    """A server that is healthy at one path; gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == path else 404)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def is_healthy(address: str, base: str) -> bool:
    """What the health check of the image says about a server at another address."""
    (line,) = arguments_of("HEALTHCHECK")
    _, _, code = ast.literal_eval(line.partition("CMD ")[2])
    assert "http://127.0.0.1:8501" in code
    code = code.replace("http://127.0.0.1:8501", address)
    settings = os.environ | {"STREAMLIT_SERVER_BASE_URL_PATH": base}
    ended = subprocess.run([sys.executable, "-c", code], env=settings, stderr=subprocess.DEVNULL)
    return ended.returncode == 0


@pytest.mark.parametrize(("base", "path"), [("", HEALTH_PATH), ("/lab/", f"/lab{HEALTH_PATH}")])
def test_the_health_check_asks_the_server(base: str, path: str) -> None:
    with answering(path) as address:
        assert is_healthy(address, base)
        assert not is_healthy(address, "elsewhere")


def test_the_app_keeps_its_data_in_a_volume_and_is_reached_from_this_machine_only(
    services: dict[str, Any],
) -> None:
    volumes = dict(line.split(":") for line in services["app"]["volumes"])
    assert volumes["data"] == arguments_of("VOLUME")[0]
    port = arguments_of("EXPOSE")[0]
    assert services["app"]["ports"] == [f"127.0.0.1:{port}:{port}"]


def test_the_database_comes_only_when_asked_and_the_app_waits_for_it(
    services: dict[str, Any],
) -> None:
    assert services["postgres"]["profiles"] == ["postgres"]
    assert services["app"]["depends_on"]["postgres"] == {
        "condition": "service_healthy",
        "required": False,
    }
    assert "pg_isready" in services["postgres"]["healthcheck"]["test"]
    assert "ports" not in services["postgres"]


def test_the_app_runs_with_the_settings_that_compose_gives_it(services: dict[str, Any]) -> None:
    given = {
        name: re.sub(r"\$\{\w+:-(.*)\}", r"\1", value)
        for name, value in services["app"]["environment"].items()
    }
    assert given[DATABASE_URL_SETTING] == ""
    assert 1 <= int(given[MAX_RUNNING_SETTING]) <= MOST_RUNNING


def test_the_database_that_compose_suggests_is_the_one_it_starts(services: dict[str, Any]) -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    suggested = re.search(rf"{DATABASE_URL_SETTING}=(\S+)", text)[1]
    user = services["postgres"]["environment"]["POSTGRES_USER"]
    name = services["postgres"]["environment"]["POSTGRES_DB"]
    assert re.fullmatch(rf"postgresql\+psycopg://{user}:\w+@postgres/{name}", suggested)
