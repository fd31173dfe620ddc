"""What it costs to be watched: updates of each viewer, speed of the training, answers to clicks.

And how soon a server ends whose run trains.

Viewers usually sit elsewhere, so the server has one processor for itself here and the browsers
have the others: what they take from the training is then what the server does for them. Each
number of viewers is measured twice: with browsers that draw, and with browsers that receive
everything and draw nothing. Without several processors both share one, and the browsers count too.

Two processors are often two halves of one core, where busy browsers slow what runs beside them.
So the processor time of the training's thread stands beside its epochs: what the server left it.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psutil
from playwright.sync_api import Browser, Page, sync_playwright

from core.runs.folder import DATA_FOLDER_SETTING, sqlite_url
from core.runs.store import open_store
from tests.browser.lab import (
    COMMON,
    IS_IDLE,
    button,
    cancel,
    progress,
    start,
    visit,
    wait_for_epoch,
)
from tests.conftest import CHROMIUM_ARGUMENTS, find_chromium, start_app

VIEWERS = (0, 1, 3, 5)
PROCESSORS = tuple(range(psutil.cpu_count() or 1))
CHOICES = f"sample=us_stocks&task=risk&{COMMON}&epochs=500&seeds=5".replace("batch=8", "batch=16")
SECONDS = 10
CLICKS = 30
CLICKED = ("Learn", "Deploy", "What-if")
DRAWS_NOTHING = "window.Plotly = { react() {} }"
LAST_CURVE = ".live-chart[aria-label] >> nth=3"
WATCH_UPDATES = """
(curve) => {
  window.updates = 0
  new MutationObserver(() => { window.updates += 1 })
    .observe(curve, { attributeFilter: ["aria-label"] })
}
"""


@dataclass(frozen=True)
class Lab:
    """A server of the app, its data folder, and browsers that look at it."""

    address: str
    folder: Path
    browser: Browser
    process: psutil.Process

    @contextmanager
    def page(self, draws: bool) -> Iterator[Page]:
        """Open a page in a browser of its own."""
        context = self.browser.new_context()
        if not draws:
            context.route("**/plotly.min.js", lambda route: route.fulfill(body=DRAWS_NOTHING))
        yield context.new_page()
        context.close()

    @contextmanager
    def run(self) -> Iterator[str]:
        """Start a run and leave it alone; gives its address."""
        context = self.browser.new_context()
        page = context.new_page()
        start(page, self.address, CHOICES)
        wait_for_epoch(page, 5)
        address = page.url
        page.goto("about:blank")
        yield address
        page.goto(address)
        page.locator(IS_IDLE).wait_for()
        if button(page, "Cancel").is_visible():
            cancel(page)
        context.close()

    def epochs_since(self, run_address: str, moment: float) -> int:
        """Count the epochs of a run that were written down since a moment of Unix time."""
        run_id = run_address.partition("run=")[2].partition("&")[0]
        store = open_store(self.folder, sqlite_url(self.folder))
        found = sum(event.at > moment for event in store.events(run_id))
        store.close()
        return found


@contextmanager
def on_processors(numbers: Sequence[int]) -> Iterator[None]:
    """Start processes on these processors only, until the block ends; on any if none is named."""
    process = psutil.Process()
    if not numbers or not hasattr(process, "cpu_affinity"):
        yield
        return
    process.cpu_affinity(list(numbers))
    try:
        yield
    finally:
        process.cpu_affinity(list(PROCESSORS))


@contextmanager
def open_lab() -> Iterator[Lab]:
    """Start a server and a browser, both gone at the end."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        settings = {DATA_FOLDER_SETTING: str(folder)}
        with on_processors(PROCESSORS[:1]):
            app = start_app(folder / "streamlit.log", settings)
            stack.callback(app.end)
        stack.enter_context(on_processors(PROCESSORS[1:]))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), headless=True, args=list(CHROMIUM_ARGUMENTS)
        )
        yield Lab(app.address, folder, browser, psutil.Process(app.process.pid))


@dataclass(frozen=True)
class Watched:
    """A run with some viewers: its pace, what they saw of it, and whose processor time it was.

    ``training`` and ``serving`` are processors' worth of time that the thread of the training,
    and all other threads of the server, had in each second.
    """

    epochs_per_second: float
    updates_per_second: list[float]
    training: float
    serving: float


def thread_seconds(process: psutil.Process) -> dict[int, float]:
    """Return the processor time of every thread so far."""
    return {one.id: one.user_time + one.system_time for one in process.threads()}


def watch(lab: Lab, viewers: int, draws: bool) -> Watched:
    """Watch a run with so many viewers for some seconds."""
    with lab.run() as address, ExitStack() as stack:
        pages = [stack.enter_context(lab.page(draws)) for _ in range(viewers)]
        for page in pages:
            page.goto(address)
            page.locator(LAST_CURVE).evaluate(WATCH_UPDATES)
        before = [page.evaluate("window.updates") for page in pages]
        moment, spent = time.time(), thread_seconds(lab.process)
        time.sleep(SECONDS)
        later = thread_seconds(lab.process)
        after = [page.evaluate("window.updates") for page in pages]
        seconds = time.time() - moment
        rates = [(late - early) / seconds for early, late in zip(before, after, strict=True)]
        each = sorted((after - spent.get(key, 0.0)) / seconds for key, after in later.items())
        pace = lab.epochs_since(address, moment) / seconds
        return Watched(pace, rates, each[-1], sum(each[:-1]))


def click(lab: Lab, viewers: int, draws: bool) -> list[float]:
    """Return the seconds from a click on another page to its title, while others watch."""
    with lab.run() as address, ExitStack() as stack:
        pages = [stack.enter_context(lab.page(draws)) for _ in range(viewers)]
        for page in pages:
            page.goto(address)
            progress(page).wait_for()
        return [_answer(pages[0], CLICKED[number % len(CLICKED)]) for number in range(CLICKS)]


def _answer(page: Page, name: str) -> float:
    started = time.perf_counter()
    visit(page, name)
    return time.perf_counter() - started


def end(browser: Browser) -> float:
    """Return the seconds that a server takes to end while a run trains."""
    with tempfile.TemporaryDirectory() as folder:
        app = start_app(Path(folder) / "streamlit.log", {DATA_FOLDER_SETTING: folder})
        page = browser.new_page()
        start(page, app.address, CHOICES)
        wait_for_epoch(page, 2)
        started = time.perf_counter()
        app.end()
        spent = time.perf_counter() - started
        page.close()
        return spent


def main() -> None:
    """Print one line for each number of viewers, how fast clicks are answered, and the end."""
    with open_lab() as lab:
        for draws in (False, True):
            print(f"Browsers {'draw on this machine' if draws else 'draw nothing'}\n")
            print(
                "| viewers | updates/s of each | epochs/s | share of none | processor of training "
                "| of serving |\n|-|-|-|-|-|-|"
            )
            alone = 0.0
            for viewers in VIEWERS:
                found = watch(lab, viewers, draws)
                speed = found.epochs_per_second
                alone = alone or speed
                shown = " ".join(f"{rate:.1f}" for rate in found.updates_per_second) or "–"
                print(
                    f"| {viewers} | {shown} | {speed:.1f} | {speed / alone:.0%} "
                    f"| {found.training:.0%} | {found.serving:.0%} |",
                    flush=True,
                )
            p50, p95 = np.percentile(np.array(click(lab, 3, draws)) * 1000, (50, 95))
            print(f"\nClick to answer, three viewers: p50 {p50:.0f} ms, p95 {p95:.0f} ms\n")
        print(f"A server with a run ends in {end(lab.browser):.1f} s, to be at most 2")


if __name__ == "__main__":
    main()
