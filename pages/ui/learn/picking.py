"""One of several things to read, by its name in the address, whatever language it is shown in."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st


def pick(
    parameter: str, label: str, titles: Mapping[str, str], help_text: str | None = None
) -> str:
    """Offer things by their titles, and return the name of the one that the address has.

    Parameters
    ----------
    parameter : str
        In the address; also the key of the widget.
    label : str
        Read out; shown only where there is a help text.
    titles : mapping of str to str
        Name in the address, and what the reader sees; the first is the usual one.
    help_text : str, optional
        Explains the choice.
    """
    named = st.query_params.get(parameter, "")
    picked = named if named in titles else next(iter(titles))
    st.session_state[parameter] = picked
    st.pills(
        label,
        list(titles),
        required=True,
        format_func=titles.__getitem__,
        key=parameter,
        on_change=_keep,
        args=(parameter,),
        help=help_text,
        label_visibility="visible" if help_text else "collapsed",
    )
    return picked


def _keep(parameter: str) -> None:
    st.query_params[parameter] = st.session_state[parameter]
