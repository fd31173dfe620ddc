"""Letting the browser keep its owner's secret: one for all of its tabs, whichever came first."""

from __future__ import annotations

import streamlit as st

from pages.ui.owner import COOKIE, SECRET, is_secret, owner_of_browser
from pages.ui.pool import desk
from pages.ui.state import session
from pages.ui.told import told

KEY = "owner_cookie"
YEAR_SECONDS = 365 * 24 * 3600
SETTLED_MS = 300
"""Tabs that open at once may all find no cookie; after this time they all see the last one."""

_component = st.components.v2.component(
    KEY,
    js=f"""
    function found() {{
      const value = document.cookie.match(/(?:^|; ){COOKIE}=([^;]*)/)?.[1] ?? ""
      return /^{SECRET.pattern}$/.test(value) ? value : ""
    }}

    export default async function ({{ data, setStateValue }}) {{
      if (data.replaces || !found()) {{
        const secure = location.protocol === "https:" ? "; Secure" : ""
        document.cookie =
          `{COOKIE}=${{data.owner}}; path=/; max-age={YEAR_SECONDS}; SameSite=Strict${{secure}}`
        await new Promise((done) => setTimeout(done, {SETTLED_MS}))
      }}
      const kept = found()
      if (kept && kept !== data.owner) setStateValue("owner", kept)
    }}
    """,
    html="<span></span>",
)


def keep_owner() -> None:
    """Let the browser keep the session's secret, or let the session take what another tab kept."""
    lab = session()
    if owner_of_browser() != lab.owner:
        _component(
            data={"owner": lab.owner, "replaces": lab.has_entered_key},
            key=KEY,
            height=1,
            on_owner_change=_adopt,
        )


def _adopt() -> None:
    """Take the browser's secret, unless this session has begun a run with its own."""
    lab, kept = session(), st.session_state[KEY].get("owner") or ""
    with told():
        owns_run = bool(lab.run_id) and desk().archive.is_owner(lab.run_id, lab.owner)
        if is_secret(kept) and not lab.has_entered_key and not owns_run:
            lab.owner = kept
