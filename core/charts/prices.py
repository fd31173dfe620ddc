"""Closing prices of a table of daily bars, each security from 100 on its own first day."""

from __future__ import annotations

import math

import pandas as pd

from core.charts.names import on_picture
from core.charts.template import Chart, blank
from core.data.table import Table

MOST_TICKERS = 12
MOST_POINTS = 500
FIRST_DAY = 100
COLOURS = (
    "#0284C7", "#A855F7", "#65A30D", "#DB2777", "#CA8A04", "#06B6D4",
    "#EA580C", "#8B5CF6", "#16A34A", "#E11D48", "#3B82F6", "#A16207",
)  # fmt: skip


def price_lines(table: Table) -> Chart:
    """Draw adjusted closing prices on a logarithmic scale, so that equal steps are equal returns.

    Parameters
    ----------
    table : Table
        Daily bars; at most twelve securities are drawn.

    Returns
    -------
    Chart
    """
    figure = blank(height_px=320, hovermode="x unified", margin={"t": 40})
    by_ticker = table.frame.groupby("Ticker", sort=True, observed=True)
    total = by_ticker.ngroups
    for colour, (ticker, bars) in zip(COLOURS, by_ticker, strict=False):
        bars = _thinned(bars)
        figure.add_scatter(
            x=bars["Date"],
            y=FIRST_DAY * bars["Close"] / bars["Close"].iloc[0],
            mode="lines",
            line={"color": colour, "width": 1.5},
            name=on_picture(ticker),
            hovertemplate="%{y:,.0f}",
        )
    figure.update_yaxes(
        type="log",
        tick0=math.log10(FIRST_DAY),
        dtick=math.log10(2),
        tickformat=",.0f",
        title={"text": "first day = 100, each line doubles", "standoff": 14},
    )
    figure.update_xaxes(showgrid=False)
    first, last = table.frame["Date"].min(), table.frame["Date"].max()
    more = f"; {total - MOST_TICKERS} more are not drawn" if total > MOST_TICKERS else ""
    return Chart(
        figure,
        f"Adjusted closing prices of {total} securities from {first:%Y-%m-%d} "
        f"to {last:%Y-%m-%d}{more}.",
    )


def _thinned(bars: pd.DataFrame) -> pd.DataFrame:
    step = max(1, len(bars) // MOST_POINTS)
    return bars.iloc[::step]
