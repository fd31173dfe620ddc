"""How soon the first page can be used, beside ``streamlit hello``: fresh servers and browsers.

A page can be used once its title and its first button or link are there; it is whole once the
server has nothing more to send.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from core.runs.folder import DATA_FOLDER_SETTING
from tests.browser.lab import IS_IDLE
from tests.conftest import CHROMIUM_ARGUMENTS, find_chromium, start_app

REPEATS = 5
# Arguments of streamlit, and what can be used first.
CASES = {
    "streamlit hello": (("hello",), "[data-testid=stMain] h1"),
    "Distill Lab": (("run", "app.py"), "[data-testid=stMain] .st-key-demo button"),
}


def first_page(browser: Browser, command: tuple[str, ...], sign: str) -> tuple[float, float]:
    """Return the seconds from the first request of a server to a usable, and to a whole page."""
    with tempfile.TemporaryDirectory() as folder:
        app = start_app(Path(folder) / "log", {DATA_FOLDER_SETTING: folder}, command=command)
        context = browser.new_context()
        try:
            page = context.new_page()
            asked = time.perf_counter()
            page.goto(app.address)
            page.locator(sign).first.wait_for()
            usable = time.perf_counter()
            page.locator(IS_IDLE).wait_for()
            whole = time.perf_counter()
        finally:
            context.close()
            app.end()
    return usable - asked, whole - asked


def main() -> None:
    """Print the medians of both apps and their ratio."""
    times: dict[str, list[tuple[float, float]]] = {name: [] for name in CASES}
    print("| app | usable, s | whole, s |\n|-|-|-|")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), headless=True, args=list(CHROMIUM_ARGUMENTS)
        )
        # In turns, so that what else the machine does meets both alike.
        for _ in range(REPEATS):
            for name, (command, sign) in CASES.items():
                times[name].append(first_page(browser, command, sign))
    medians = [
        [statistics.median(each) for each in zip(*rows, strict=True)] for rows in times.values()
    ]
    for name, (usable, whole) in zip(times, medians, strict=True):
        print(f"| {name} | {usable:.2f} | {whole:.2f} |")
    ratios = [lab / hello for hello, lab in zip(*medians, strict=True)]
    print(f"| ratio | {ratios[0]:.2f} | {ratios[1]:.2f} |")


if __name__ == "__main__":
    main()
