"""Candles of one security with its volume, joined into weeks or months where days are many."""

from __future__ import annotations

import html
from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
import plotly.graph_objects as go

from core.charts.names import on_picture, within
from core.charts.template import DATA_COLOUR, GRID_COLOUR, TEMPLATE, Chart
from core.data.table import Table

MOST_CANDLES = 300
PERIOD_YEARS: Mapping[str, int | None] = MappingProxyType(
    {"Last year": 1, "Five years": 5, "All": None}
)
STEPS: Mapping[str, str] = MappingProxyType(
    {"day": "D", "week": "W-FRI", "month": "MS", "quarter": "QS", "year": "YS"}
)
JOINED = MappingProxyType(
    {"Open": "first", "High": "max", "Low": "min", "Close": "last", "Volume": "sum"}
)
HEIGHT_PX = 340
PRICE_SHARE = (0.27, 1.0)
VOLUME_SHARE = (0.0, 0.2)


def candles(table: Table, ticker: str, years: int | None = None) -> Chart:
    """Draw the bars of one security, hollow where it rose, with its volume below.

    Parameters
    ----------
    table : Table
        Daily bars.
    ticker : str
        As the table writes it.
    years : int, optional
        Draw only so many years up to the last day.

    Returns
    -------
    Chart
        At most 300 candles: of days, or of the shortest step that is few enough.
    """
    bars = table.frame[table.frame["Ticker"] == ticker].set_index("Date")
    if years is not None:
        bars = bars[bars.index > bars.index[-1] - pd.DateOffset(years=years)]
    step, bars = _joined(bars)
    figure = go.Figure(layout={"template": TEMPLATE, "height": HEIGHT_PX})
    figure.add_candlestick(
        x=bars.index,
        open=bars["Open"],
        high=bars["High"],
        low=bars["Low"],
        close=bars["Close"],
        increasing={"line": {"color": DATA_COLOUR, "width": 1}, "fillcolor": "rgba(0, 0, 0, 0)"},
        decreasing={"line": {"color": DATA_COLOUR, "width": 1}, "fillcolor": DATA_COLOUR},
        name=on_picture(ticker),
    )
    figure.add_bar(
        x=bars.index,
        y=bars["Volume"],
        marker={"color": "#94A3B8", "line": {"width": 0}},
        yaxis="y2",
        name="Volume",
        hovertemplate="%{y:,.3s}<extra>Volume</extra>",
    )
    _lay_out(figure, bars, step)
    return Chart(figure, _sentence(bars, str(ticker), step))


def _joined(bars: pd.DataFrame) -> tuple[str, pd.DataFrame]:
    for step, rule in STEPS.items():
        joined = bars if step == "day" else bars.resample(rule).agg(dict(JOINED))
        joined = joined[joined["Close"].notna()]
        if len(joined) <= MOST_CANDLES:
            break
    return step, joined


def _lay_out(figure: go.Figure, bars: pd.DataFrame, step: str) -> None:
    figure.update_layout(showlegend=False, hovermode="x", margin={"t": 12}, bargap=0.25)
    figure.update_xaxes(rangeslider={"visible": False}, showgrid=False, anchor="y2")
    if step == "day" and pd.DatetimeIndex(bars.index).day_of_week.max() < 5:
        figure.update_xaxes(rangebreaks=[{"bounds": ["sat", "mon"]}])
    figure.add_annotation(
        text="volume",
        x=0,
        y=VOLUME_SHARE[1],
        xref="paper",
        yref="paper",
        yanchor="bottom",
        xanchor="left",
        showarrow=False,
    )
    title = f"price, one candle a {step}"
    figure.update_layout(
        yaxis={"domain": PRICE_SHARE, "title": {"text": title, "standoff": 14}},
        yaxis2={
            "domain": VOLUME_SHARE,
            "gridcolor": GRID_COLOUR,
            "nticks": 3,
            "zeroline": False,
            "automargin": True,
        },
    )


def _sentence(bars: pd.DataFrame, ticker: str, step: str) -> str:
    first, last = bars["Open"].iloc[0], bars["Close"].iloc[-1]
    return (
        f"Adjusted prices of {html.escape(within(ticker))} with volume, one candle a {step}, from "
        f"{bars.index[0]:%Y-%m-%d} to {bars.index[-1]:%Y-%m-%d}: opened at {first:,.2f}, closed "
        f"at {last:,.2f}, between {bars['Low'].min():,.2f} and {bars['High'].max():,.2f}."
    )
