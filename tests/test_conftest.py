from __future__ import annotations

import os
import shutil
import socket

import pytest
import torch
from playwright.sync_api import Browser

from tests.conftest import find_chromium


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org", "2001:db8::1"])
def test_tests_cannot_leave_this_machine(host: str) -> None:
    with pytest.raises(OSError, match="only this machine is allowed"):
        socket.create_connection((host, 80), timeout=1)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_tests_can_reach_this_machine(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        address = (host, listener.getsockname()[1])
        socket.create_connection(address, timeout=5).close()


def test_programs_that_tests_start_have_no_way_out() -> None:
    assert os.environ["https_proxy"].startswith("http://127.0.0.1")


def test_torch_keeps_to_one_thread() -> None:
    assert torch.get_num_threads() == 1


@pytest.mark.parametrize(
    ("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_missing_chromium_is_skipped_but_fails_in_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no Chromium found"):
        find_chromium()


@pytest.mark.browser
def test_chromium_opens_a_page(chromium: Browser) -> None:
    page = chromium.new_page()
    page.set_content("<h1>Distill Lab</h1>")
    assert page.get_by_role("heading").inner_text() == "Distill Lab"
    page.close()
