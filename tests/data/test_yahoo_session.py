from __future__ import annotations

import pytest
from curl_cffi import requests as curl
from hypothesis import given
from hypothesis import strategies as st

from core.data.yahoo_session import (
    URL_SETTING,
    YahooSession,
    loopback_address,
    session_to,
    stand_in,
)
from core.errors import SpecError
from tests.conftest import DEAD_PROXY
from tests.data.fake_yahoo import Answer, FakeYahoo

ACCEPTED = {
    "http://127.0.0.1:8765": "http://127.0.0.1:8765",
    "http://127.0.0.1:8765/": "http://127.0.0.1:8765",
    "HTTP://LocalHost:80": "http://localhost:80",
    "http://127.8.9.10": "http://127.8.9.10:80",
    "http://[::1]:8000": "http://[::1]:8000",
}
REFUSED = [
    "https://127.0.0.1:8765",
    "ftp://127.0.0.1",
    "127.0.0.1:8765",
    "http://example.com",
    "http://10.0.0.1:8765",
    "http://0.0.0.0:8765",
    "http://localhost.example.com",
    "http://127.0.0.1.example.com",
    "http://127.0.0.1@example.com",
    "http://user:word@127.0.0.1:8765",
    "http://example.com\\@127.0.0.1",
    "http://127.0.0.1:8765/path",
    "http://127.0.0.1:8765?x=1",
    "http://127.0.0.1:8765#x",
    "http://127.0.0.1:99999",
    "http://127.0.0.1:x",
    "http://[::1",
    "http://",
    "file:///etc/passwd",
    " ",
]


@pytest.mark.parametrize(("text", "address"), ACCEPTED.items())
def test_addresses_of_this_machine_are_accepted(text: str, address: str) -> None:
    assert loopback_address(text) == address


@pytest.mark.parametrize("text", REFUSED)
def test_all_other_addresses_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(SpecError, match=URL_SETTING):
        loopback_address(text)


@given(st.text(max_size=40) | st.text(max_size=30).map("http://".__add__))
def test_any_text_is_an_address_of_this_machine_or_refused(text: str) -> None:
    try:
        address = loopback_address(text)
    except SpecError:
        return
    assert address.startswith(("http://127.", "http://localhost:", "http://[::1"))


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_setting_there_is_no_stand_in(
    monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    monkeypatch.delenv(URL_SETTING, raising=False)
    if value is not None:
        monkeypatch.setenv(URL_SETTING, value)
    assert stand_in() is None


def test_every_request_goes_to_the_stand_in_with_its_path_and_query(fake: FakeYahoo) -> None:
    session = YahooSession(fake.address)
    answer = session.get("https://query1.finance.yahoo.com/v1/test/getcrumb?a=1", timeout=99)
    assert answer.text == "crumb"
    session.get("https://fc.yahoo.com", allow_redirects=True)
    assert fake.paths == ["/v1/test/getcrumb", "/"]


def test_no_proxy_stands_between_the_app_and_the_stand_in(
    fake: FakeYahoo, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("http_proxy", DEAD_PROXY)
    assert YahooSession(fake.address).get("https://fc.yahoo.com").status_code == 404


def test_stand_in_cannot_send_the_app_elsewhere(fake: FakeYahoo) -> None:
    fake.answers["AAA"] = lambda _: Answer(b"", 302, location=f"{fake.address}/elsewhere")
    answer = YahooSession(fake.address).get("https://x/v8/finance/chart/AAA")
    assert answer.status_code == 302
    assert fake.paths == ["/v8/finance/chart/AAA"]


def test_every_wait_has_the_same_limit(fake: FakeYahoo) -> None:
    fake.fall_silent("AAA")
    with pytest.raises(curl.exceptions.Timeout):
        YahooSession(fake.address, 0.1).get("https://x/v8/finance/chart/AAA", timeout=30)


def test_one_session_serves_the_whole_process() -> None:
    assert session_to(None) is session_to(None)
