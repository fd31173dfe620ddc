"""Which days the prices of each security cover, as bars on one axis of time."""

from __future__ import annotations

import html

from core.charts.names import within
from core.charts.template import DATA_COLOUR, Chart, blank
from core.charts.timeline import MS_PER_DAY
from core.data.coverage import SecurityCoverage
from core.data.profile import Profile

MOST_SECURITIES = 20
ROW_PX = 22
FRAME_PX = 70


def coverage(profile: Profile) -> Chart:
    """Draw the first to the last day of every security, with its sessions beside it.

    Parameters
    ----------
    profile : Profile
        Of daily bars; at most twenty securities are drawn.

    Returns
    -------
    Chart
    """
    drawn = profile.securities[:MOST_SECURITIES]
    figure = blank(
        height_px=FRAME_PX + ROW_PX * len(drawn), showlegend=False, margin={"t": 8, "r": 8}
    )
    figure.add_bar(
        base=[security.first_day.isoformat() for security in drawn],
        x=[_days(security) * MS_PER_DAY for security in drawn],
        y=[f"{html.escape(within(security.ticker))} · {_sessions(security)}" for security in drawn],
        orientation="h",
        width=0.62,
        marker={"color": DATA_COLOUR},
        hovertext=[_spoken(security) for security in drawn],
        hoverinfo="text",
    )
    figure.update_xaxes(type="date", showgrid=True)
    figure.update_yaxes(type="category", autorange="reversed", showgrid=False)
    more = len(profile.securities) - len(drawn)
    rest = f" {more} more are not drawn." if more else ""
    return Chart(figure, f"Days covered. {' '.join(map(_spoken, drawn))}{rest}")


def _days(security: SecurityCoverage) -> int:
    return (security.last_day - security.first_day).days + 1


def _sessions(security: SecurityCoverage) -> str:
    missing = f", {security.missing_sessions:,} missing" if security.missing_sessions else ""
    return f"{security.sessions:,}{missing}"


def _spoken(security: SecurityCoverage) -> str:
    return (
        f"{html.escape(within(security.ticker))}: sessions {_sessions(security)}, "
        f"{security.first_day} to {security.last_day}."
    )
