"""Distill Lab in the browser: page set-up and navigation.

Start it with ``streamlit run app.py``.
"""

from pathlib import Path

import streamlit as st

from pages.ui.error_box import errors_shown
from pages.ui.history import follow_history
from pages.ui.keep_owner import keep_owner
from pages.ui.language import choose_language, open_language
from pages.ui.lifespan import open_to_visitors
from pages.ui.navigation import navigate
from pages.ui.pool import background, warm_up
from pages.ui.run_bar import run_bar
from pages.ui.sign_in import may_enter, sign_out_button
from pages.ui.state import (
    go_to_next_page,
    keep_choices_in_address,
    keep_run_in_address,
    open_session,
    session,
)
from pages.ui.tour import begin_tour, show_tour

SIDEBAR_PX = 210
LOOK = Path(__file__).parent / "pages" / "ui" / "look.css"


def main() -> None:
    """Set the page up, show the run bar and hand over to the page in the address."""
    st.set_page_config("Distill Lab", "⚗️", layout="wide", initial_sidebar_state=SIDEBAR_PX)
    st.html(LOOK)
    open_language()
    if not may_enter():
        return
    page = navigate()
    with errors_shown():
        background()
        if open_session():
            begin_tour()
        follow_history()
        go_to_next_page()
        keep_run_in_address()
        with st.sidebar:
            run_bar()
        show_tour(page.url_path)
        with errors_shown():
            page.run()
        session().has_looked = True
        # After the page, whose first button would wait for what the browser draws these with.
        with st.sidebar:
            keep_owner()
            sign_out_button()
            choose_language()
        keep_choices_in_address()
        warm_up()


# The server imports this file for its name, and with it what pages need: no visitor waits for that.
app = st.App(__file__, lifespan=open_to_visitors)

# Child processes import it under another name too, and must not run the app.
if __name__ == "__main__":
    main()
