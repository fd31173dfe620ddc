from __future__ import annotations

import numpy as np
import pytest

from core.charts.equity import MOST_POINTS, equity_lines
from core.charts.template import ROLES
from core.evaluate.compare import Answers
from core.evaluate.trading.trading import NotTraded, Trading, trade
from tests.evaluate.market_days import make_market, sure_of

MARKET = make_market(n_days=700)


def trading_of(*answers: Answers) -> Trading:
    return trade("direction", ("down", "up"), answers, MARKET, 1, n_resamples=20)


@pytest.fixture(scope="module")
def trading() -> Trading:
    rng = np.random.default_rng(0)
    rows = len(MARKET.dates)
    return trading_of(
        sure_of("teacher", rng.integers(0, 2, rows)),
        sure_of("alone", rng.integers(0, 2, (3, rows))),
        sure_of("distilled", rng.integers(0, 2, (3, rows))),
    )


def test_every_role_keeps_its_colour_and_dash(trading):
    lines = {trace.name: trace for trace in equity_lines(trading).figure.data if trace.name}
    assert list(lines) == ["Buy and hold", "Teacher", "Alone", "Distilled"]
    for role in ("teacher", "alone", "distilled"):
        style = ROLES[role]
        assert lines[style.title].line.color == style.colour
        assert lines[style.title].line.dash == style.dash


def test_line_is_the_mean_over_seeds_and_ends_on_the_last_day(trading):
    lines = {trace.name: trace for trace in equity_lines(trading).figure.data if trace.name}
    drawn = lines["Distilled"]
    assert len(drawn.x) <= MOST_POINTS
    assert drawn.x[-1] == MARKET.dates.max()
    assert drawn.y[-1] == pytest.approx(100 * trading.model("distilled").equity[:, -1].mean())


def test_only_models_with_several_seeds_have_a_band(trading):
    bands = [trace.legendgroup for trace in equity_lines(trading).figure.data if trace.fill]
    assert bands == ["alone", "distilled"]


def test_words_tell_the_ends_and_promise_nothing(trading):
    words = equity_lines(trading).alt
    end = 100 * trading.hold.equity[0, -1]
    assert f"Buy and hold {end:,.0f}, Sharpe ratio" in words
    assert "700 past test days and 2 securities" in words
    assert "nothing certain about later days" in words


def test_a_diverged_student_is_told_and_not_drawn():
    broken = Answers("alone", np.full((1, len(MARKET.dates), 2), np.nan))
    chart = equity_lines(trading_of(broken))
    assert [trace.name for trace in chart.figure.data] == ["Buy and hold"]
    assert "Alone not defined" in chart.alt


def test_answers_that_cannot_be_traded_show_the_reason():
    chart = equity_lines(NotTraded("Risk is no signal."))
    assert chart.alt == "Risk is no signal."
    assert chart.figure.layout.annotations[0].text == "Risk is no signal."
