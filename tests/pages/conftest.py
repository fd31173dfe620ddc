from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from core.errors import TrainingError
from core.lab.result import Result
from core.runs.jobs import JobPool, StopSignal, Work
from pages.ui import pool as ui_pool
from pages.ui.state import SESSION_KEY, Session
from tests.lab.example_result import make_events, make_result

APP = Path(__file__).parents[2] / "app.py"
OWNER = "this session"
TIMEOUT_SECONDS = 60


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Iterator[JobPool]:
    """A pool of its own for each test, already warm."""
    pool = JobPool()
    background = ui_pool.Background(pool, pool.submit("Getting ready", lambda _: iter(["ready"])))
    pool.wait(background.warm_up, TIMEOUT_SECONDS)
    monkeypatch.setattr(ui_pool, "background", lambda: background)
    started: list[str] = []
    submit = pool.submit

    def recorded(title: str, work: Work, owner: str = "") -> str:
        started.append(submit(title, work, owner))
        return started[-1]

    monkeypatch.setattr(pool, "submit", recorded)
    yield pool
    for job_id in started:
        pool.cancel(job_id)
        pool.wait(job_id, TIMEOUT_SECONDS)


@pytest.fixture(autouse=True)
def _warm_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest run pages through app.py, as a server does after its first request."""
    begin = PagesManager.__init__

    def begun(self: PagesManager, *arguments: object, **options: object) -> None:
        begin(self, *arguments, **options)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begun)


@pytest.fixture
def lab() -> Session:
    """What the session remembers; a test may fill it before it opens a page."""
    return Session(owner=OWNER)


@pytest.fixture
def open_page(jobs: JobPool, lab: Session) -> Callable[..., AppTest]:  # noqa: ARG001
    """Open a page by the name of its file, as somebody who comes with this address."""

    def open_it(name: str = "data", fresh: bool = False, **address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=TIMEOUT_SECONDS)
        for parameter, value in address.items():
            app.query_params[parameter] = value
        if not fresh:
            app.session_state[SESSION_KEY] = lab
        app.run()
        if name != "data":
            app.switch_page(f"pages/{name}.py").run()
        return app

    return open_it


def finish(jobs: JobPool, result: Result | None = None, owner: str = OWNER) -> str:
    """Put a run in the pool that ended well; gives its id."""
    events = make_events(result or make_result())
    job_id = jobs.submit("A finished run", lambda _: iter(events), owner)
    jobs.wait(job_id, TIMEOUT_SECONDS)
    return job_id


def fail(jobs: JobPool, sentence: str = "what was found") -> str:
    """Put a run in the pool that ended with an error of the user."""

    def work(_: StopSignal) -> Iterator[object]:
        yield make_events()[0]
        raise TrainingError("Losses must be finite", sentence, "Lower the learning rate.")

    job_id = jobs.submit("A failed run", work, OWNER)
    jobs.wait(job_id, TIMEOUT_SECONDS)
    return job_id


def keep_running(jobs: JobPool, owner: str = OWNER) -> str:
    """Put a run in the pool that has trained for some epochs and goes on until it is stopped."""

    def work(should_stop: StopSignal) -> Iterator[object]:
        yield from make_events()[:-2]
        while not should_stop():
            time.sleep(0.01)
        yield make_result()

    job_id = jobs.submit("A run that goes on", work, owner)
    while len(jobs.snapshot(job_id).events) < len(make_events()) - 2:
        time.sleep(0.01)
    return job_id


def cancel(jobs: JobPool) -> str:
    """Put a run in the pool that was cancelled."""
    job_id = keep_running(jobs)
    jobs.cancel(job_id)
    jobs.wait(job_id, TIMEOUT_SECONDS)
    return job_id


def texts(app: AppTest) -> str:
    """Everything that is shown as words on the page, Markdown or not."""
    kinds = (app.title, app.markdown, app.caption, app.text, app.get("html"))
    return "\n".join(str(text_of(element)) for kind in kinds for element in kind)


def text_of(element: object) -> str:
    value = getattr(element, "value", None)
    return value if isinstance(value, str) else element.proto.body


def labels(app: AppTest) -> list[str]:
    """Labels of the buttons on the page."""
    return [button.label for button in app.button]
