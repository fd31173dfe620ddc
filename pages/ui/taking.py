"""Taking other rows, with the question that suits them; everything else stays."""

from __future__ import annotations

import streamlit as st

from core.data.samples import SAMPLES
from core.errors import LabError
from core.spec import MARKET_TASKS, DataSpec, SampleName, TaskName, parse_spec
from pages.ui import prepared
from pages.ui.choices import choose
from pages.ui.state import session, use

PRICE_QUESTION: TaskName = "risk"
TABLE_QUESTION: TaskName = "credit"


def take_sample(name: SampleName) -> None:
    """Go to a bundled sample and its own question; to be called before widgets are shown."""
    st.session_state["source"] = "sample"
    take_rows(DataSpec(sample=name))
    use(choose(session().spec, "task", SAMPLES[name].task))


def take_rows(data: DataSpec) -> None:
    """Take other rows."""
    use(parse_spec(session().spec.model_dump() | {"data": data}))


def ask_what_suits(holds_prices: bool) -> None:
    """Keep the question where it can be asked of the rows, else ask the usual one."""
    spec = session().spec
    if holds_prices != (spec.task.name in MARKET_TASKS):
        use(choose(spec, "task", PRICE_QUESTION if holds_prices else TABLE_QUESTION))


def are_prices() -> bool:
    """Whether the session's rows are prices; rows that cannot be read are none."""
    try:
        return prepared.table().is_prices
    except LabError:
        return False
