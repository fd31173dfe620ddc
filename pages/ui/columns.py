"""What was recognised in the columns, and how to correct it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import streamlit as st

from core.data.table import Columns, Table
from core.language.sentences import AsWritten, told
from core.language.speak import tr
from core.spec import DataSpec, parse_spec
from pages.ui.figures import figures
from pages.ui.state import session
from pages.ui.taking import are_prices, ask_what_suits

ROLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "target_column": ("Target", "target"),
        "date_column": ("Date", "date"),
        "ticker_column": ("Ticker", "ticker"),
    }
)
RECOGNISED = "Recognise it"


def show_columns(table: Table) -> None:
    """Show the role of the columns, and the reason for each."""
    st.markdown(tr("**Roles**, as they were recognised"))
    reasons = dict(table.columns.reasons)
    roles = [(title, getattr(table.columns, role)) for title, role in ROLES.values()]
    figures(
        [
            (title, (AsWritten(name) if name else "none", reasons.get(name, "")))
            for title, name in roles
        ]
    )


def correct_columns(names: tuple[str, ...], columns: Columns | None) -> None:
    """Let the user say what the columns mean; what was chosen holds until other rows come.

    Parameters
    ----------
    names : tuple of str
        The columns there are; nothing is shown where there are none.
    columns : Columns or None
        What was recognised, or None where the rows cannot be used yet.
    """
    is_fixed = columns is not None and columns.has_prices and session().spec.data.source != "csv"
    if is_fixed or not names:
        return
    lacks_target = columns is None or (columns.target is None and not columns.has_prices)
    with st.expander(tr("Correct the columns"), expanded=lacks_target):
        chosen: dict[str, Any] = {field: _choose(field, names) for field in ROLES}
        chosen["ignored_columns"] = _ignore(names, columns)
        st.button(tr("Use these columns"), on_click=_take, args=(chosen,))


def _choose(field: str, names: tuple[str, ...]) -> str | None:
    options: list[str | None] = [None, *names]
    current = getattr(session().spec.data, field)
    return st.selectbox(
        told(ROLES[field][0]),
        options,
        index=options.index(current) if current in options else 0,
        format_func=lambda name: tr(RECOGNISED) if name is None else name,
        key=_key(field),
        help=told(DataSpec.model_fields[field].description),
    )


def _ignore(names: tuple[str, ...], columns: Columns | None) -> tuple[str, ...] | None:
    current = session().spec.data.ignored_columns
    usual = (*columns.identifiers, *columns.protected) if columns else ()
    chosen = st.multiselect(
        tr("Columns that no model may see"),
        names,
        default=[name for name in (usual if current is None else current) if name in names],
        placeholder=tr("Choose"),
        key=_key("ignored_columns"),
        help=told(DataSpec.model_fields["ignored_columns"].description),
    )
    return None if current is None and tuple(chosen) == usual else tuple(chosen)


def _key(field: str) -> str:
    """Name a widget by its rows, so that other rows bring fresh widgets."""
    data = session().spec.data
    return f"column {field} {data.source} {data.sample} {data.content_hash}"


def _take(chosen: dict[str, Any]) -> None:
    lab = session()
    values = lab.spec.model_dump()
    values["data"] |= chosen
    lab.spec = parse_spec(values)
    ask_what_suits(are_prices())
