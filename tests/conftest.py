from __future__ import annotations

import ipaddress
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from core.runs.folder import DATA_FOLDER_SETTING, DATABASE_URL_SETTING
from tests.ports import free_port

ROOT = Path(__file__).parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CHROMIUM_ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--force-color-profile=srgb",
)
DEAD_PROXY = "http://127.0.0.1:9"
START_SECONDS = 120.0
END_SECONDS = 60.0
BROWSER_GROUP = "browser"

# A machine that is busy with other work is no reason to fail.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put tests in a browser first, and all on one worker: they take longest together.

    Each worker with such tests would start a Chromium and servers of its own.
    """
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    for item in in_browser:
        item.add_marker(pytest.mark.xdist_group(BROWSER_GROUP))
    items.sort(key=lambda item: item.get_closest_marker("browser") is None)


@pytest.fixture(scope="session", autouse=True)
def _one_torch_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(autouse=True)
def _same_chance() -> None:
    """Let a test meet the same random numbers whichever tests came before it."""
    torch.manual_seed(0)


@pytest.fixture(scope="session", autouse=True)
def _own_data_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what tests keep away from the user's own runs, and from those of other workers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(DATA_FOLDER_SETTING, str(tmp_path_factory.mktemp("data")))
        patch.delenv(DATABASE_URL_SETTING, raising=False)
        yield


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    """Let sockets of this process, and proxies of all others, reach this machine only."""
    with pytest.MonkeyPatch.context() as patch:
        for method in ("connect", "connect_ex"):
            patch.setattr(socket.socket, method, _guarded(getattr(socket.socket, method)))
        patch.setattr(socket, "getaddrinfo", _guarded_lookup(socket.getaddrinfo))
        for variable in ("http_proxy", "https_proxy", "all_proxy"):
            patch.setenv(variable, DEAD_PROXY)
            patch.setenv(variable.upper(), DEAD_PROXY)
        for variable in ("no_proxy", "NO_PROXY"):
            patch.setenv(variable, "localhost,127.0.0.1,::1")
        yield


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    def call(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6):
            _refuse_others(address[0])
        return method(self, address)

    return call


def _guarded_lookup(lookup: Callable[..., Any]) -> Callable[..., Any]:
    def call(host: str | bytes | None, *arguments: Any, **options: Any) -> Any:
        _refuse_others(host or "")
        return lookup(host, *arguments, **options)

    return call


class NetworkBlockedError(OSError):
    """A test tried to leave this machine."""

    def __init__(self, host: object) -> None:
        super().__init__(f"tests may not reach {host!r}: only this machine is allowed")


def _refuse_others(host: str | bytes) -> None:
    if not _is_here(host):
        raise NetworkBlockedError(host)


def _is_here(host: str | bytes) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in ("localhost", "", socket.gethostname()):
        return True
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def find_chromium() -> str:
    """Path of a Chromium; without one the test is skipped, or fails where CI is set."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        reason = "no Chromium found; install one, for example: apt-get install chromium"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)
    return found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium, shared by all tests; each opens its own page."""
    path = find_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, headless=True, args=list(CHROMIUM_ARGUMENTS)
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The app on a free port of this machine; gives its address, without a slash at the end."""
    folder = tmp_path_factory.mktemp("server")
    settings = {DATA_FOLDER_SETTING: str(folder / "data")}
    with running_app(folder / "streamlit.log", settings) as address:
        yield address


@dataclass(frozen=True)
class App:
    """A server of the app, in a process of its own."""

    address: str
    process: subprocess.Popen[bytes]

    def end(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=END_SECONDS)


@contextmanager
def running_app(log: Path, settings: Mapping[str, str]) -> Iterator[str]:
    """Run the app with settings of the environment until the block ends; gives its address."""
    app = start_app(log, settings)
    try:
        yield app.address
    finally:
        app.end()


def start_app(
    log: Path,
    settings: Mapping[str, str],
    address: str = "",
    command: Sequence[str] = ("run", "app.py"),
) -> App:
    """Run the app until somebody ends it, where an earlier one was or on a free port."""
    address = address or f"http://127.0.0.1:{free_port()}"
    with log.open("ab") as output:
        process = subprocess.Popen(
            _server_command(address.rpartition(":")[2], command),
            cwd=ROOT,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=os.environ | settings,
        )
    app = App(address, process)
    try:
        _wait_until_healthy(address, process, log)
    except BaseException:
        app.end()
        raise
    return app


def _server_command(port: str, command: Sequence[str]) -> list[str]:
    options = {"server.headless": "true", "server.address": "127.0.0.1", "server.port": port}
    flags = [part for option, value in options.items() for part in (f"--{option}", value)]
    return [sys.executable, "-m", "streamlit", *command, *flags]


def _wait_until_healthy(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):
                return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text(errors='replace')}")
