from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from core.data.files import Upload
from core.errors import TrainingError
from core.lab import experiment
from core.lab.desk.desk import Desk
from core.lab.result import Result
from core.runs.folder import sqlite_url
from core.runs.jobs import StopSignal, Work
from core.runs.records import NewRun
from core.runs.store import open_store
from core.spec import RunSpec
from pages.ui import owner as ui_owner
from pages.ui import pool as ui_pool
from pages.ui import state as ui_state
from pages.ui.state import SESSION_KEY, Session
from tests.lab.brief import time_briefly
from tests.lab.example_result import make_events, make_result

APP = Path(__file__).parents[2] / "app.py"
OWNER = "this session"
TIMEOUT_SECONDS = 300


class Script:
    """What the next run does, in place of an experiment; the usual one is over at once."""

    def __init__(self) -> None:
        self.work: Work | None = None

    def __call__(
        self, spec: RunSpec, csv: Upload | None, should_stop: StopSignal, shelf: object
    ) -> Iterator[object]:
        if self.work is not None:
            return iter(self.work(should_stop))
        return iter(experiment.run(spec, csv, should_stop, shelf))


@pytest.fixture(scope="session", autouse=True)
def _brief_runs() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        time_briefly(patch)
        yield


@pytest.fixture
def script() -> Script:
    return Script()


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, script: Script) -> Iterator[Desk]:
    """A desk of its own for each test, already warm, on an empty registry."""
    folder = tmp_path / "data"
    opened = Desk(open_store(folder, sqlite_url(folder)), folder, run=script)
    opened.script = script
    warm_up = opened.jobs.submit("Getting ready", lambda _: iter(["ready"]))
    opened.jobs.wait(warm_up, TIMEOUT_SECONDS)
    background = ui_pool.Background(opened, None)
    monkeypatch.setattr(ui_pool, "background", lambda: background)
    monkeypatch.setattr(ui_pool, "warm_up", lambda: warm_up)
    yield opened
    opened.close()


@pytest.fixture(autouse=True)
def _warm_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let AppTest run pages through app.py, as a server does after its first request."""
    begin = PagesManager.__init__

    def begun(self: PagesManager, *arguments: object, **options: object) -> None:
        begin(self, *arguments, **options)
        PagesManager.uses_pages_directory = False

    monkeypatch.setattr(PagesManager, "__init__", begun)


@pytest.fixture(autouse=True)
def _quick_look(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no page wait for a browser that is not there."""
    monkeypatch.setattr(ui_state, "FIRST_LOOK_SECONDS", 0.0)


@pytest.fixture(autouse=True)
def _no_cookies(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a browser come without cookies, which AppTest does not know."""
    monkeypatch.setattr(ui_owner, "cookie", lambda: "")


@pytest.fixture
def lab() -> Session:
    """What the session remembers; a test may fill it before it opens a page."""
    return Session(owner=OWNER)


@pytest.fixture
def open_page(desk: Desk, lab: Session) -> Callable[..., AppTest]:  # noqa: ARG001
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


def start(desk: Desk, title: str, work: Work, owner: str = OWNER) -> str:
    """Put a run into the queue that does this work; gives its id."""
    desk.script.work = work
    run_id = desk.start(title, RunSpec(), None, owner)
    return run_id


def finish(desk: Desk, result: Result | None = None, owner: str = OWNER) -> str:
    """Put a run on the desk that ended well; gives its id."""
    events = make_events(result or make_result())
    run_id = start(desk, "A finished run", lambda _: iter(events), owner)
    desk.jobs.wait(run_id, TIMEOUT_SECONDS)
    return run_id


def fail(desk: Desk, sentence: str = "what was found") -> str:
    """Put a run on the desk that ended with an error of the user."""

    def work(_: StopSignal) -> Iterator[object]:
        yield make_events()[0]
        raise TrainingError(
            "The loss must stay finite in training",
            sentence,
            "Lower the learning rate, or look for extreme values in the data.",
        )

    run_id = start(desk, "A failed run", work)
    desk.jobs.wait(run_id, TIMEOUT_SECONDS)
    return run_id


def keep_running(desk: Desk, owner: str = OWNER) -> str:
    """Put a run on the desk that has trained for some epochs and goes on until it is stopped."""

    def work(should_stop: StopSignal) -> Iterator[object]:
        yield from make_events()[:-2]
        while not should_stop():
            time.sleep(0.01)
        yield make_result()

    run_id = start(desk, "A run that goes on", work, owner)
    wait_for(lambda: desk.look(run_id).version >= len(make_events()) - 2)
    return run_id


def pause(desk: Desk) -> str:
    """Put a run on the desk that is held."""
    run_id = keep_running(desk)
    desk.control(run_id, "pause", OWNER)
    wait_for(lambda: desk.store.get(run_id).state == "paused")
    return run_id


def wait_in_queue(desk: Desk) -> str:
    """Put a run on the desk behind another one."""
    keep_running(desk)
    return start(desk, "Waits", lambda _: iter([make_result()]))


def wait_elsewhere(desk: Desk) -> str:
    """Write a run down that waits in the queue of another server."""
    run = NewRun("elsewhere", "Waits elsewhere", OWNER, RunSpec().model_dump_json(), ())
    desk.store.create(run)
    return run.id


def cancel(desk: Desk) -> str:
    """Put a run on the desk that was cancelled."""
    run_id = keep_running(desk)
    desk.control(run_id, "cancel", OWNER)
    desk.jobs.wait(run_id, TIMEOUT_SECONDS)
    return run_id


def interrupt(desk: Desk) -> str:
    """Put a run on the desk that the end of an earlier server cut short."""
    run_id = cancel(desk)
    desk.jobs.forget(run_id)
    desk.store.set_state(run_id, "interrupted")
    return run_id


def wait_for(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + TIMEOUT_SECONDS
    while not is_so():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.01)


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
