"""From a field of the spec to a widget: bounds and help come from the field itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st

from core.errors import SpecError
from core.spec import RunSpec
from pages.ui.address import ADDRESS, current, for_widget
from pages.ui.choices import choose
from pages.ui.state import session

KEPT = {"bind": "query-params", "persist_state": "session"}


def slider(name: str, label: str, step: float, most: float | None = None) -> None:
    """Show a number as a slider; `most` narrows the upper bound to what is sensible."""
    low, high = _bounds(name, step)
    kind = type(_default(name))
    st.slider(
        label,
        min_value=kind(low),
        max_value=kind(max(most or high, current(session().spec, name))),
        value=_default(name),
        step=kind(step),
        **_common(name),
    )
    _take(name)


def number(name: str, label: str, step: float, digits: str | None = None) -> None:
    """Show a number as a field to type into."""
    low, high = _bounds(name, step)
    kind = type(_default(name))
    st.number_input(
        label,
        min_value=kind(low),
        max_value=kind(high),
        value=_default(name),
        step=kind(step),
        format=digits,
        **_common(name),
    )
    _take(name)


def options(
    name: str, label: str, values: Sequence[str], title: Callable[[str], str] = str
) -> None:
    """Show a choice among names as a list; its name gets into the address after the page."""
    usual = _default(name)
    index = list(values).index(usual) if usual in values else 0
    options = _common(name) | {"bind": None}
    st.selectbox(label, values, index=index, format_func=title, **options)
    _take(name)


def several(
    name: str, label: str, values: Sequence[str], title: Callable[[str], str], most: int
) -> None:
    """Show a choice of several names; they get into the address after the page."""
    options = _common(name) | {"bind": None}
    st.multiselect(label, values, format_func=title, max_selections=most, **options)
    _take(name)


def toggle(name: str, label: str, is_disabled: bool = False) -> None:
    """Show a choice between yes and no."""
    st.toggle(label, value=_default(name), disabled=is_disabled, **_common(name))
    _take(name)


def _common(name: str) -> dict[str, Any]:
    """Seed the widget with the session's choice, and return what all widgets share."""
    chosen = current(session().spec, name)
    if name not in st.session_state and chosen != _default(name):
        st.session_state[name] = for_widget(session().spec, name)
    return {"key": name, "help": _field(name).description, **KEPT}


def _take(name: str) -> None:
    """Take the widget's value into the session's choices; a value that cannot work is left."""
    lab = session()
    value = st.session_state[name]
    value = tuple(value) if isinstance(value, list) else value
    if value is None or value == current(lab.spec, name):
        return
    try:
        before, lab.spec = lab.spec, choose(lab.spec, name, value)
    except SpecError:
        return
    for other in ADDRESS:
        if other != name and current(before, other) != current(lab.spec, other):
            st.session_state[other] = for_widget(lab.spec, other)


def _field(name: str) -> Any:
    group, field = ADDRESS[name]
    return type(getattr(RunSpec(), group)).model_fields[field]


def _default(name: str) -> Any:
    return current(RunSpec(), name)


def _bounds(name: str, step: float) -> tuple[float, float]:
    """Return the bounds that the field itself names, one step inside where they are excluded."""
    low, high = 0.0, 1.0
    for bound in _field(name).metadata:
        low = getattr(bound, "ge", low)
        high = getattr(bound, "le", high)
        low = bound.gt + step if hasattr(bound, "gt") else low
        high = bound.lt - step if hasattr(bound, "lt") else high
    return low, high
