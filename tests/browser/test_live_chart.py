"""The live chart in a real Chromium: it stays, and keeps what the viewer did to it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lab import MINUTES_LONG, going_on, wait_for_epoch, wait_until

pytestmark = [pytest.mark.browser, pytest.mark.slow]

UPDATES = 50
TITLE = "Students, distance from the labels"

WATCH_CHART = """
(title) => {
  const find = () => [...document.querySelectorAll(".live-chart")]
    .find(place => place.layout?.title.text === title)
  const chart = find()
  const probe = window.probe = { chart, frames: 0, blank: 0, removed: 0, updates: 0 }
  let data
  const look = () => {
    const shown = find()
    const curve = shown?.querySelector(".js-line")
    const isThere = curve?.getAttribute("d") && shown.getBoundingClientRect().height > 0
    probe.frames += 1
    probe.blank += isThere ? 0 : 1
    probe.updates += shown && shown.data !== data ? 1 : 0
    data = shown?.data
    requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
  new MutationObserver(() => { probe.removed += chart.isConnected ? 0 : 1 })
    .observe(document.body, { childList: true, subtree: true })
}
"""
LOOK_AT_CHART = """
() => {
  const { chart, ...counts } = window.probe
  const hidden = chart._fullData.filter(trace => trace.visible === "legendonly")
  return {
    ...counts,
    is_same: chart.isConnected && chart.querySelector(".main-svg") !== null,
    range: chart._fullLayout.xaxis.range.map(Number),
    hidden: [...new Set(hidden.map(trace => trace.legendgroup))],
    epoch: Math.max(...chart.data.flatMap(trace => trace.x)),
  }
}
"""


def test_node_zoom_and_hidden_curve_survive_fifty_updates(tab: Page, server: str) -> None:
    with going_on(tab, server, MINUTES_LONG):
        wait_for_epoch(tab, 2)
        chart = tab.locator(".live-chart").filter(has_text=TITLE)
        expect(chart.locator(".js-line").first).to_be_visible()
        tab.evaluate(WATCH_CHART, TITLE)
        zoom(tab, chart.locator(".nsewdrag").bounding_box())
        chart.locator(".legendtoggle").first.click()
        wait_until(tab, lambda: bool(tab.evaluate(LOOK_AT_CHART)["hidden"]))
        before = tab.evaluate(LOOK_AT_CHART)
        assert before["range"][1] - before["range"][0] < 400
        enough = before["updates"] + UPDATES
        wait_until(tab, lambda: tab.evaluate("window.probe.updates") >= enough)
        after = tab.evaluate(LOOK_AT_CHART)
    assert after["is_same"]
    assert (after["range"], after["hidden"]) == (before["range"], ["alone"])
    assert after["epoch"] >= before["epoch"] + UPDATES
    assert (after["blank"], after["removed"]) == (0, 0)
    assert after["frames"] > UPDATES


def test_a_chart_says_something_before_its_picture_can_be_drawn(tab: Page, server: str) -> None:
    tab.route("**/plotly.min.js", lambda _: None)
    with going_on(tab, server, MINUTES_LONG):
        wait_for_epoch(tab, 1)
        expect(tab.locator(".live-chart .coming").first).to_contain_text(
            "The picture is on its way."
        )


def zoom(page: Page, box: dict[str, float]) -> None:
    """Drag over the first half of a chart, slowly enough for an update to come in between."""
    middle = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + 2, middle)
    page.mouse.down()
    for part in range(1, 11):
        page.mouse.move(box["x"] + 2 + box["width"] * part / 20, middle)
        page.wait_for_timeout(100)
    page.mouse.up()
