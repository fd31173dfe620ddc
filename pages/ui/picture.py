"""A picture of the rows: prices over time, or classes and empty cells."""

from __future__ import annotations

import streamlit as st

from core.charts.candles import PERIOD_YEARS, candles
from core.charts.columns import class_balance, missing_values
from core.charts.prices import price_lines
from core.data.checks.bars import ADJUSTED
from core.data.profile import Profile
from core.data.table import Table
from core.language.sentences import told
from core.language.speak import tr
from pages.ui import chart

ALL = "All securities, from 100"


def show_picture(table: Table, profile: Profile) -> None:
    """Show prices, or how often each class occurs and which cells are empty."""
    if table.is_prices:
        _show_prices(table, profile)
        return
    st.markdown(tr("**Target**, how often each class occurs"))
    if table.columns.target:
        chart.show(class_balance(table), key="classes")
    else:
        st.caption(tr("No column was recognised as the target; name it below."))
    missing = missing_values(table)
    if missing.figure.data[0].y:
        st.markdown(tr("**Missing values**"))
        chart.show(missing, key="missing")
    else:
        st.caption(told(missing.alt))


def _show_prices(table: Table, profile: Profile) -> None:
    adjusted = table.origin.source == "yahoo" or ADJUSTED.code in {
        finding.code for finding in table.findings
    }
    st.markdown(told(f"**Prices**{', adjusted for splits and dividends' if adjusted else ''}"))
    tickers = tuple(table.frame["Ticker"].unique())
    several: tuple[str | None, ...] = (None,) if len(tickers) > 1 else ()
    pick, period = st.columns([1, 1], vertical_alignment="bottom")
    # The number of securities and rows is part of the key: other rows bring a fresh list.
    ticker = pick.selectbox(
        tr("Security"),
        (*several, *tickers),
        format_func=lambda name: tr(ALL) if name is None else name,
        key=f"security_{table.content_hash}",
        help=told(f"One of {len(profile.securities):,}, or all of them in one picture."),
    )
    if ticker is None:
        chart.show(price_lines(table), key="prices")
        return
    years = period.segmented_control(
        tr("Period"), list(PERIOD_YEARS), default="All", required=True, key="period", format_func=tr
    )
    chart.show(candles(table, ticker, PERIOD_YEARS[years]), key="candles")
