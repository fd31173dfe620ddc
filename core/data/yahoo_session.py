"""How Yahoo Finance is reached; a setting points the app at a stand-in on this machine."""

from __future__ import annotations

import ipaddress
import os
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from curl_cffi import requests as curl

from core.data.quote import quote
from core.data.yahoo import TIMEOUT_S
from core.errors import SpecError

URL_SETTING = "DISTILL_LAB_YAHOO_URL"
"""Environment variable with the address of a stand-in, such as http://127.0.0.1:8765."""


class YahooSession(curl.Session[Any]):
    """A session of the kind yfinance accepts, with one limit on the wait for any answer.

    Parameters
    ----------
    address : str, optional
        Where every request goes instead of Yahoo Finance; neither proxies nor redirects are
        followed then, so that nothing leaves this machine.
    timeout_s : float, optional
        Longest wait for one answer.
    """

    def __init__(self, address: str | None = None, timeout_s: float = TIMEOUT_S) -> None:
        super().__init__(impersonate="chrome", trust_env=address is None)
        self._address = address
        self._timeout_s = timeout_s

    def request(self, method: Any, url: str, *args: Any, **options: Any) -> Any:
        """Send one request, as `curl_cffi.requests.Session.request` does."""
        options["timeout"] = self._timeout_s
        if self._address is not None:
            asked = urlsplit(url)
            url = f"{self._address}{asked.path or '/'}" + (f"?{asked.query}" if asked.query else "")
            options["allow_redirects"] = False
        return super().request(method, url, *args, **options)


def stand_in() -> str | None:
    """Return the address that the setting names, or None where it is not set.

    Raises
    ------
    SpecError
        When it is anything else than a plain http address of this machine.
    """
    text = os.environ.get(URL_SETTING, "")
    return loopback_address(text) if text else None


def loopback_address(text: str) -> str:
    """Return a plain http address of this machine, rebuilt from its checked parts.

    Raises
    ------
    SpecError
        When the text is anything else.
    """
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port or 80
        is_bare = not (parts.path.strip("/") or parts.query or parts.fragment or "@" in text)
        if parts.scheme == "http" and is_bare and _is_loopback(host):
            return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
    except ValueError:
        pass
    raise SpecError(
        f"{URL_SETTING} must be an http address of this machine",
        f"it is {quote(text)}",
        "Write for example http://127.0.0.1:8765, or leave it unset to ask Yahoo Finance.",
    )


@lru_cache(maxsize=1)
def session_to(address: str | None) -> YahooSession:
    """Return the session of this process, since yfinance ties its cookie to one."""
    return YahooSession(address)


def _is_loopback(host: str) -> bool:
    return host == "localhost" or ipaddress.ip_address(host).is_loopback
