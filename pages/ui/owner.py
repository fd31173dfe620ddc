"""The secret by which a browser is known again as the owner of its runs, kept as a cookie."""

from __future__ import annotations

import re

import streamlit as st

COOKIE = "distill_lab_owner"
SECRET = re.compile(r"[0-9a-f]{32}", re.ASCII)


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
