"""Everything one session remembers, in one object."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field

import streamlit as st

from core.data.files import Upload
from core.errors import LabError
from core.spec import RunSpec
from pages.ui.address import ADDRESS, for_widget
from pages.ui.choices import from_address, to_address
from pages.ui.navigation import navigate
from pages.ui.owner import owner_of_browser
from pages.ui.rows_address import NAMES

SESSION_KEY = "lab"
RUN_PARAMETER = "run"
FIRST_LOOK_SECONDS = 0.7
KEPT_IN_ADDRESS = {RUN_PARAMETER: "run_id", "study": "study_id"}
"""Parameters of the address that name what a session looks at, and the fields that hold it."""


def new_owner() -> str:
    """Return a secret that nobody can guess."""
    return uuid.uuid4().hex


@dataclass
class Session:
    """What one browser session has chosen, and the run and the study it looks at.

    ``csv`` is what was uploaded, ``csv_ids`` the browser's names for it. ``attempt`` counts how
    often Yahoo Finance was asked again. ``owner`` is the secret that lets this session stop its
    own runs; the browser keeps it as a cookie. ``refused`` names the settings of the address
    that could not be used. ``next_page`` is where to go once, kept here so that a rerun in
    between cannot lose it.
    ``problem`` is what the last click met and nobody has read yet. ``deleted`` are the runs
    that this session deleted and can still take back, ``picked`` those picked in the list.
    ``has_entered_key`` says that the user typed the secret of another browser. ``tour_step`` is
    the step of the tour that is shown, 0 outside of it. ``has_looked`` says that its browser had
    the time to draw something.
    """

    spec: RunSpec = field(default_factory=RunSpec)
    csv: Upload | None = None
    csv_ids: tuple[str, ...] = ()
    attempt: int = 0
    run_id: str = ""
    study_id: str = ""
    owner: str = field(default_factory=new_owner)
    refused: tuple[str, ...] = ()
    next_page: str = ""
    problem: LabError | None = None
    deleted: tuple[str, ...] = ()
    picked: tuple[str, ...] = ()
    has_entered_key: bool = False
    tour_step: int = 0
    has_looked: bool = False


def open_session() -> bool:
    """Give a new session its state, beginning with the settings in the address.

    Returns
    -------
    bool
        Whether the session is new.
    """
    is_new = SESSION_KEY not in st.session_state
    if is_new:
        spec, refused = from_address(st.query_params.to_dict())
        owner = owner_of_browser() or new_owner()
        st.session_state[SESSION_KEY] = Session(spec=spec, refused=refused, owner=owner)
    return is_new


def session() -> Session:
    """Return this session's state.

    A server whose first request is for a page runs that file without app.py, for it has not
    seen `st.navigation` yet. There is no state then: show it the navigation, and run again.
    """
    if SESSION_KEY not in st.session_state:
        navigate()
        st.rerun()
    lab: Session = st.session_state[SESSION_KEY]
    return lab


def let_it_look() -> None:
    """Leave a new browser a moment to draw what it has, and what the page can be used with.

    What draws charts takes it long to fetch and to start, and nothing is drawn meanwhile.
    """
    lab = session()
    if not lab.has_looked:
        lab.has_looked = True
        time.sleep(FIRST_LOOK_SECONDS)


def use(spec: RunSpec) -> None:
    """Take other choices, and let every widget show them."""
    session().spec = spec
    for name in ADDRESS:
        st.session_state[name] = for_widget(spec, name)


def go_to_next_page() -> None:
    """Go where a button that was pressed leads to, if there is such a place."""
    lab = session()
    if lab.next_page:
        page, lab.next_page = lab.next_page, ""
        go_to(page)


def go_to(page: str) -> None:
    """Open another page; the address then names the run alone, as the session knows the rest.

    Without parameters of its own, Streamlit would refuse to leave while widgets have theirs.
    """
    named = {parameter: getattr(session(), field) for parameter, field in KEPT_IN_ADDRESS.items()}
    st.switch_page(page, query_params={key: value for key, value in named.items() if value})


def keep_run_in_address() -> None:
    """Let address and session name the same run and study, so that a reload finds them again."""
    lab = session()
    for parameter, field_name in KEPT_IN_ADDRESS.items():
        held = getattr(lab, field_name) or st.query_params.get(parameter, "")
        setattr(lab, field_name, held)
        if held and st.query_params.get(parameter) != held:
            st.query_params[parameter] = held


def keep_choices_in_address() -> None:
    """Write every choice into the address of every page, so that a reload brings them back."""
    told = to_address(session().spec)
    for name in {*ADDRESS, *NAMES} & st.query_params.to_dict().keys() - told.keys():
        del st.query_params[name]
    if told.items() - st.query_params.to_dict().items():
        st.query_params.update(told)
