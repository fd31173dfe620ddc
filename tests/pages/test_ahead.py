"""What is done ahead of those who would wait for it."""

from __future__ import annotations

import ast
import asyncio
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from core.data.load import load
from core.data.table import Table
from core.lab.desk.desk import Desk
from core.spec import DataSpec
from pages.ui import kept_rows, lifespan, pool, state
from pages.ui.demo import DEMO_LABEL
from pages.ui.state import Session
from tests.pages.conftest import APP, TIMEOUT_SECONDS

OpenPage = Callable[..., AppTest]
FIRST_PAGE = APP.parent / "pages" / "data.py"


def test_the_first_page_finds_everything_imported_and_nothing_of_pytorch() -> None:
    code = (
        "import sys; import app; from pages.ui.ahead import import_first_page; import_first_page();"
        "print('torch' in sys.modules, *(set(sys.argv[1:]) - sys.modules.keys()))"
    )
    nodes = ast.walk(ast.parse(FIRST_PAGE.read_text("utf-8")))
    modules = [node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)]
    command = [sys.executable, "-W", "ignore", "-c", code, *modules]
    done = subprocess.run(command, cwd=APP.parent, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_bundled_sample_is_read_once_for_everybody(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[DataSpec] = []

    def counted(data: DataSpec, csv: object) -> Table:
        read.append(data)
        return load(data, csv)

    kept_rows._sample.clear()
    monkeypatch.setattr(kept_rows, "load", counted)
    for _ in range(2):
        assert not open_page("data", fresh=True).exception
    assert read == [DataSpec()]


def test_slow_imports_do_not_let_a_run_wait_for_them(open_page: OpenPage) -> None:
    app = open_page("data")
    assert not pool.background().slow_imports.are_waited_for
    next(button for button in app.button if button.label == DEMO_LABEL).click().run()
    assert pool.background().slow_imports.are_waited_for


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def imported(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:  # noqa: ARG001
    """Names of the slow imports, as they are done; nothing is really imported."""
    done: list[str] = []
    warm = SimpleNamespace(warm_up=lambda: done.append("runs"))
    monkeypatch.setattr(pool, "_lab", lambda _: warm)
    monkeypatch.setattr(pool, "import_every_page", lambda: done.append("pages"))
    return done


@pytest.mark.parametrize(("is_waited_for", "seconds"), [(False, pool.COOL_SECONDS), (True, 0.0)])
def test_slow_imports_leave_the_first_browser_time_unless_somebody_waits_for_them(
    imported: list[str], monkeypatch: pytest.MonkeyPatch, is_waited_for: bool, seconds: float
) -> None:
    clock = Clock()
    monkeypatch.setattr(pool, "time", clock)
    if is_waited_for:
        pool.hurry()
    assert list(pool._warm_up(lambda: False)) == ["ready"]
    assert clock.now == pytest.approx(seconds, abs=0.06)
    assert imported == ["runs", "pages"]


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long each browser was kept waiting on purpose."""
    seconds: list[float] = []
    monkeypatch.setattr(state, "time", SimpleNamespace(sleep=seconds.append))
    return seconds


def test_a_new_browser_is_given_a_moment_to_draw_once(
    open_page: OpenPage, waits: list[float]
) -> None:
    open_page("data").run()
    assert waits == [state.FIRST_LOOK_SECONDS]


@pytest.mark.usefixtures("desk")
def test_whoever_came_by_another_page_has_drawn_already(lab: Session, waits: list[float]) -> None:
    app = AppTest.from_file(str(APP), default_timeout=TIMEOUT_SECONDS)
    app.session_state[state.SESSION_KEY] = lab
    app.switch_page("pages/compare.py").run()
    app.switch_page("pages/data.py").run()
    assert not app.exception
    assert waits == []


def test_rows_that_cannot_be_read_do_not_keep_the_server_from_starting(
    desk: Desk,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unreadable() -> None:
        raise PermissionError("sample_data")

    monkeypatch.setattr(lifespan, "read_first_rows", unreadable)

    async def start_and_end() -> str:
        async with lifespan.open_to_visitors(None):
            return "it answers"

    # In a thread of its own: where a browser was before, this one has a loop that runs.
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(lambda: asyncio.run(start_and_end()))
        assert done.result(TIMEOUT_SECONDS) == "it answers"
