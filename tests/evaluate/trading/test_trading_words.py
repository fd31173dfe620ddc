from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.evaluate.scores import Interval
from core.evaluate.trading.resampled_days import Estimate
from core.evaluate.trading.trading import Trading, trade
from core.evaluate.trading.trading_words import against_holding
from tests.evaluate.market_days import make_market, sure_of

MARKET = make_market(n_days=60)


@pytest.fixture(scope="module")
def trading() -> Trading:
    answers = sure_of("distilled", np.arange(120) % 2)
    return trade("direction", ("down", "up"), (answers,), MARKET, 1, n_resamples=20)


def said(trading: Trading, estimate: Estimate) -> str:
    model = dataclasses.replace(trading.models[0], against_hold=estimate)
    told = dataclasses.replace(trading, models=(model,))
    return against_holding(told, "distilled", "the distilled student")


def test_an_interval_with_zero_is_no_clear_difference(trading):
    sentence = said(trading, Estimate(Interval(-0.36, -1.1, 0.4)))
    assert "0.36 lower" in sentence
    assert "-1.10 to 0.40, includes zero: no clear difference" in sentence
    assert "60 past days, 5 basis points a side" in sentence


def test_a_clear_difference_promises_nothing(trading):
    sentence = said(trading, Estimate(Interval(0.5, 0.1, 0.9)))
    assert "0.50 higher" in sentence
    assert "no clear difference" not in sentence
    assert "nothing certain about later days" in sentence


def test_a_difference_that_does_not_exist_says_why(trading):
    nothing = Interval(float("nan"), float("nan"), float("nan"))
    assert "not defined, no day lost" in said(trading, Estimate(nothing, "no day lost"))


def test_holding_is_not_compared_with_itself(trading):
    assert against_holding(trading, "hold", "holding").startswith("This is holding itself")
