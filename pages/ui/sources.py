"""Where the rows come from: a bundled sample, an uploaded CSV, or Yahoo Finance."""

from __future__ import annotations

import streamlit as st

from core.data.limits import MAX_FILE_BYTES
from core.data.load import content_hash
from core.data.samples import SAMPLES
from core.errors import LabError
from core.spec import DataSpec, RunSpec, parse_spec
from pages.ui import prepared, widgets
from pages.ui.choices import choose
from pages.ui.error_box import error_box
from pages.ui.escape import md_escape
from pages.ui.state import session, use

TITLES = {"sample": "Bundled sample", "csv": "Your CSV", "yahoo": "Yahoo Finance"}
BYTES_PER_MB = 1024 * 1024
UPLOAD_HELP = (
    "A header line, then one row for each case, or for each day and security. Credit scoring "
    "needs a target column; a market question needs date, open, high, low and close."
)


def choose_source() -> None:
    """Offer the three sources, and the choices of the one that is picked."""
    spec = session().spec
    if "source" not in st.session_state:
        st.session_state["source"] = spec.data.source
    with st.container(border=True):
        st.segmented_control(
            "Where the rows come from",
            list(TITLES),
            format_func=TITLES.get,
            required=True,
            key="source",
            on_change=_leave_other_sources,
            persist_state="session",
        )
        match st.session_state["source"]:
            case "csv":
                _choose_csv()
            case "yahoo":
                _choose_tickers()
            case _:
                _choose_sample()


def is_ready() -> bool:
    """Whether the picked source has rows to show."""
    return session().spec.data.source == st.session_state["source"]


def refused() -> str:
    """Name the settings of the address that could not be used."""
    return md_escape(", ".join(session().refused))


def _choose_sample() -> None:
    choice, words = st.columns([1, 2], vertical_alignment="bottom", gap="medium")
    with choice:
        widgets.options("sample", "Sample", list(SAMPLES), lambda name: SAMPLES[name].title)
    sample = SAMPLES[session().spec.data.sample]
    words.markdown(sample.sentence)
    words.caption(f"{sample.attribution} {sample.licence}.")


def _choose_csv() -> None:
    file = st.file_uploader("CSV file", type="csv", max_upload_size=25, help=UPLOAD_HELP)
    lab = session()
    if file is not None:
        content = file.getvalue()
        if lab.spec.data.content_hash != content_hash(content):
            lab.csv = content
            _use_data(DataSpec(source="csv", content_hash=content_hash(content)), "credit")
            if _holds_prices():
                use(choose(lab.spec, "task", "risk"))
    if lab.spec.data.source == "csv":
        st.caption("The file stays in this session: a link to this page does not carry it.")
    else:
        st.caption(f"At most {MAX_FILE_BYTES // BYTES_PER_MB} MB. {UPLOAD_HELP}")


def _holds_prices() -> bool:
    try:
        return prepared.table().is_prices
    except LabError:
        return False


def _choose_tickers() -> None:
    with st.form("tickers", border=False):
        symbols, first, last, button = st.columns([3, 1, 1, 1], vertical_alignment="bottom")
        text = symbols.text_input(
            "Tickers", value="AAPL, MSFT", help=DataSpec.model_fields["tickers"].description
        )
        start = first.date_input(
            "First day", value=None, help=DataSpec.model_fields["start"].description
        )
        end = last.date_input("Last day", value=None, help=DataSpec.model_fields["end"].description)
        asked = button.form_submit_button("Fetch prices", width="stretch")
    st.caption("For personal research and education; Yahoo's terms apply.")
    if asked:
        tickers = tuple(part.strip().upper() for part in text.split(",") if part.strip())
        values = {"source": "yahoo", "tickers": tickers, "start": start, "end": end}
        try:
            data = parse_spec({"data": values}).data
        except LabError as error:
            error_box(error)
            return
        _use_data(data, "risk")


def _leave_other_sources() -> None:
    """Come back to a sample at once; the other sources first need something from the user."""
    if st.session_state["source"] == "sample":
        sample = SAMPLES[session().spec.data.sample]
        _use_data(DataSpec(sample=sample.name), sample.task)


def _use_data(data: DataSpec, task: str) -> None:
    """Take other rows and the question that suits them; everything else stays."""
    spec = session().spec
    changed: RunSpec = parse_spec({**spec.model_dump(), "data": data, "task": {"name": task}})
    use(changed)
