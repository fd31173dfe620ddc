"""What trading on each model's answers would have grown to, beside holding everything."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap
from types import MappingProxyType
from typing import cast

import numpy as np
import plotly.graph_objects as go

from core.charts.template import ROLES, TEXT_COLOUR, Chart, RoleStyle, blank
from core.distill.reports import Role
from core.evaluate.trading.resampled_days import Estimate
from core.evaluate.trading.trading import NotTraded, Style, Traded, Trading

START = 100
MOST_POINTS = 500
LETTERS_A_LINE = 48
HOLD_STYLE = RoleStyle("Buy and hold", TEXT_COLOUR, "solid", 1.5)
STYLE_WORDS: Mapping[Style, str] = MappingProxyType(
    {"long_flat": "long or out of the market", "long_short": "long or short"}
)


def equity_lines(trading: Trading | NotTraded) -> Chart:
    """Draw the capital of every strategy after cost, from 100 before the first day.

    Parameters
    ----------
    trading : Trading or NotTraded
        Models are named by their role. Where nothing was traded, the reason is shown.

    Returns
    -------
    Chart
        A line is the mean over seeds, a band reaches from the lowest seed to the highest.
    """
    if isinstance(trading, NotTraded):
        return Chart(_words_only(trading.reason), trading.reason)
    figure = blank(height_px=320, hovermode="x unified", margin={"t": 40})
    for traded in (trading.hold, *trading.models):
        if traded.ledgers:
            _draw(figure, traded, _style(traded))
    figure.add_hline(y=START, line={"color": TEXT_COLOUR, "width": 1, "dash": "dot"})
    figure.update_yaxes(type="log", tickformat=",.0f", title={"text": "start = 100, after cost"})
    figure.update_xaxes(showgrid=False)
    return Chart(figure, equity_sentence(trading))


def equity_sentence(trading: Trading) -> str:
    """Say in words what the picture shows: the alternative text.

    Parameters
    ----------
    trading : Trading
    """
    ends = [_ending(traded) for traded in (*trading.models, trading.hold)]
    return (
        f"100 put into each strategy, {STYLE_WORDS[trading.style]}, at {trading.cost_bp:g} basis "
        f"points a side, over {trading.days:,} past test days and {trading.securities:,} "
        f"{'security' if trading.securities == 1 else 'securities'}: {'; '.join(ends)}. "
        "What happened then says nothing certain about later days."
    )


def _ending(traded: Traded) -> str:
    title = _style(traded).title
    if not traded.ledgers:
        return f"{title} not defined, {traded.numbers.cagr.reason}"
    end = START * traded.equity[:, -1].mean()
    return f"{title} {end:,.0f}, Sharpe ratio {_estimate_words(traded.numbers.sharpe)}"


def _estimate_words(estimate: Estimate) -> str:
    if not estimate.is_defined:
        return f"not defined, {estimate.reason}"
    found = estimate.interval
    return f"{found.mean:z.2f} ({found.low:z.2f} to {found.high:z.2f})"


def _style(traded: Traded) -> RoleStyle:
    return ROLES.get(cast(Role, traded.name), HOLD_STYLE)


def _draw(figure: go.Figure, traded: Traded, style: RoleStyle) -> None:
    equity = START * traded.equity
    shown = _shown(equity.shape[1])
    # Capital in hand after the next close is told on the day of the decision.
    days = traded.ledgers[0].days[shown]
    low, mean, high = (line[shown] for line in (equity.min(0), equity.mean(0), equity.max(0)))
    if len(equity) > 1:
        figure.add_scatter(
            x=np.concatenate((days, days[::-1])),
            y=np.concatenate((high, low[::-1])),
            fill="toself",
            fillcolor=style.band(),
            line={"width": 0},
            hoverinfo="skip",
            showlegend=False,
            legendgroup=traded.name,
        )
    figure.add_scatter(
        x=days,
        y=mean,
        mode="lines",
        line=style.line,
        name=style.title,
        legendgroup=traded.name,
        hovertemplate="%{y:,.1f}",
    )


def _shown(n_days: int) -> np.ndarray:
    """Return at most 500 places, the last one among them."""
    places: np.ndarray = np.unique(np.linspace(0, n_days - 1, min(n_days, MOST_POINTS)).round())
    return places.astype(np.int64)


def _words_only(words: str) -> go.Figure:
    figure = blank()
    figure.update_xaxes(visible=False)
    figure.update_yaxes(visible=False)
    lines = "<br>".join(wrap(words, LETTERS_A_LINE))
    return figure.add_annotation(text=lines, showarrow=False, font={"size": 12})
