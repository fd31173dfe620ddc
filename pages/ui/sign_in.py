"""The way in where the server asks visitors to sign in: nothing of the app is shown before."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from core.errors import SpecError
from core.language.speak import tr
from pages.ui.error_box import errors_shown
from pages.ui.navigation import navigate

PACKAGE = "authlib"
NEEDS_PACKAGE = SpecError(
    "The package Authlib must be installed where visitors sign in",
    "it is not, though the secrets have a section [auth]",
    'Install it with: pip install "distill-lab[sign-in]", and start the server again.',
)
UNREADABLE = SpecError(
    "The file of secrets must be readable TOML, or nobody could be asked to sign in",
    "it cannot be read",
    "Mend it, or remove it where nobody needs to sign in, and start the server again.",
)


def may_enter() -> bool:
    """Whether the visitor may see the app; where not, the page shows how to sign in instead.

    Everybody may where the server's secrets have no section [auth].
    """
    with errors_shown():
        _check_secrets()
        is_known = bool(st.user.get("is_logged_in", True))
        if not is_known:
            navigate(is_shown=False)
            _ask()
        return is_known
    return False


def sign_out_button() -> None:
    """Show who is signed in, and a button to sign out; nothing where nobody signs in."""
    if st.user.get("is_logged_in"):
        st.text(str(st.user.get("name") or st.user.get("email") or tr("Signed in")))
        st.button(tr("Sign out"), on_click=st.logout)


def _check_secrets() -> None:
    """Refuse to open to everybody because the file that closes the app cannot be read."""
    files = [Path(name) for name in st.get_option("secrets.files")]
    if any(file.exists() for file in files) and not st.secrets.load_if_toml_exists():
        raise UNREADABLE


def _ask() -> None:
    st.title("Distill Lab")
    st.markdown(tr("Please sign in to see this page."))
    if importlib.util.find_spec(PACKAGE) is None:
        raise NEEDS_PACKAGE
    for provider in _providers():
        label = f"{tr('Sign in')}: {provider}" if provider else tr("Sign in")
        st.button(label, key=f"sign_in_{provider}", on_click=st.login, args=[provider or None])


def _providers() -> list[str]:
    """Return the names of the providers that the secrets have a section for, or one without."""
    found = st.secrets.get("auth", {})
    named = [name for name, part in found.items() if isinstance(part, Mapping)]
    return [name for name in named if "client_id" in found[name]] or [""]
