"""From a field of the spec to a widget: bounds and help come from the field itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.errors import SpecError
from core.language.speak import tr
from pages.ui.address import ADDRESS, current, for_widget
from pages.ui.choices import choose
from pages.ui.fields import bounds_of, default_of, field_of
from pages.ui.state import session
from pages.ui.steps import unit_of

KEPT = {"persist_state": "session"}
SMALLEST = 1e-9
SIGNIFICANT_DIGITS = 9


def slider(name: str, label: str, step: float, most: float | None = None) -> None:
    """Show a number as a slider; `most` narrows the upper bound to what is sensible."""
    low, high = bounds_of(name, step)
    kind, chosen = type(default_of(name)), current(session().spec, name)
    st.slider(
        label,
        min_value=kind(min(low, chosen)),
        max_value=kind(max(most or high, chosen)),
        value=default_of(name),
        step=kind(step),
        **_common(name),
    )
    _take(name)


def number(name: str, label: str, step: int) -> None:
    """Show a whole number as a field to type into."""
    low, high = bounds_of(name, step)
    st.number_input(
        label,
        min_value=int(low),
        max_value=int(high),
        value=default_of(name),
        step=step,
        **_common(name),
    )
    _take(name)


def fine_number(name: str, label: str) -> None:
    """Show a number that may be very small; each step is one unit of its first digit."""
    common = _common(name)
    chosen = st.session_state.get(name) or current(session().spec, name)
    low, high = bounds_of(name, SMALLEST)
    st.number_input(
        label,
        min_value=min(low, chosen),
        max_value=high,
        value=default_of(name),
        step=unit_of(chosen),
        format="%g",
        **common,
    )
    _take(name)


def options(
    name: str,
    label: str,
    values: Sequence[str],
    title: Callable[[str], str] = str,
    note: str = "",
) -> None:
    """Show a choice among names as a list; a note is added to its help."""
    usual = default_of(name)
    index = list(values).index(usual) if usual in values else 0
    common = _common(name)
    common["help"] += note
    _renew_titles(name, tuple(map(title, values)))
    st.selectbox(label, values, index=index, format_func=title, **common)
    _take(name)


def several(
    name: str, label: str, values: Sequence[str], title: Callable[[str], str], most: int
) -> None:
    """Show a choice of several names."""
    st.multiselect(
        label,
        values,
        format_func=title,
        max_selections=most,
        placeholder=tr("Choose"),
        **_common(name),
    )
    _take(name)


def toggle(name: str, label: str, is_disabled: bool = False) -> None:
    """Show a choice between yes and no."""
    st.toggle(label, value=default_of(name), disabled=is_disabled, **_common(name))
    _take(name)


def _renew_titles(name: str, titles: tuple[str, ...]) -> None:
    """Send the chosen value again where titles changed: a browser knows it by the old one."""
    key = f"{name} titles"
    if name in st.session_state and st.session_state.get(key, titles) != titles:
        st.session_state[name] = st.session_state[name]
    st.session_state[key] = titles


def _common(name: str) -> dict[str, Any]:
    """Seed the widget with the session's choice, and return what all widgets share."""
    chosen = current(session().spec, name)
    if name not in st.session_state and chosen != default_of(name):
        st.session_state[name] = for_widget(session().spec, name)
    return {"key": name, "help": tr(field_of(name).description), **KEPT}


def _take(name: str) -> None:
    """Take the widget's value into the session's choices; a value that cannot work is left."""
    lab = session()
    value = st.session_state[name]
    value = tuple(value) if isinstance(value, list) else value
    value = float(f"{value:.{SIGNIFICANT_DIGITS}g}") if isinstance(value, float) else value
    if value is None or value == current(lab.spec, name):
        return
    try:
        before, lab.spec = lab.spec, choose(lab.spec, name, value)
    except SpecError:
        return
    for other in ADDRESS:
        if other != name and current(before, other) != current(lab.spec, other):
            st.session_state[other] = for_widget(lab.spec, other)
