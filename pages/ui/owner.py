"""The secret by which a browser is known again as the owner of its runs, kept as a cookie."""

from __future__ import annotations

import re

import streamlit as st

COOKIE = "distill_lab_owner"
SECRET = re.compile(r"[0-9a-f]{32}", re.ASCII)
YEAR_SECONDS = 365 * 24 * 3600

_component = st.components.v2.component(
    "owner_cookie",
    js=f"""
    export default function ({{ data }}) {{
      const secure = location.protocol === "https:" ? "; Secure" : "";
      document.cookie =
        `{COOKIE}=${{data.owner}}; path=/; max-age={YEAR_SECONDS}; SameSite=Strict${{secure}}`;
    }}
    """,
    html="<span></span>",
)


def is_secret(text: str) -> bool:
    """Whether a text has the form of an owner's secret."""
    return SECRET.fullmatch(text) is not None


def owner_of_browser() -> str:
    """Return the secret that this browser brought along, empty where it has none."""
    text = cookie()
    return text if is_secret(text) else ""


def cookie() -> str:
    """Return the cookie as it was when this browser connected."""
    return st.context.cookies.get(COOKIE, "")


def keep_owner(owner: str) -> None:
    """Let the browser keep the secret, so that a reload still owns its runs."""
    if owner_of_browser() != owner:
        _component(data={"owner": owner}, key="owner_cookie", height=1)
