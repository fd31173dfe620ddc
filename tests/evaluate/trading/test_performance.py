from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest
import quantstats.stats as oracle

from core.evaluate.trading.ledger import Ledger
from core.evaluate.trading.performance import PERFORMANCE, Performance, measure, performance
from tests.evaluate.market_days import days_from


def ledger_of(net, turnover=None) -> Ledger:
    net = np.asarray(net, dtype=float)
    turnover = np.zeros(len(net)) if turnover is None else np.asarray(turnover, dtype=float)
    return Ledger(days_from(len(net)), net, turnover, np.ones(len(net)), cost_bp=0)


def found(net) -> Performance:
    return performance(ledger_of(net))


def example(seed: int, n_days: int = 500) -> pd.Series:
    """Returns of which one in five is exactly zero, as on days out of the market."""
    rng = np.random.default_rng(seed)
    returns = rng.standard_t(4, n_days) * 0.01 * (rng.random(n_days) > 0.2)
    return pd.Series(returns, pd.DatetimeIndex(days_from(n_days)))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    ("name", "by_quantstats"),
    [
        ("cagr", oracle.cagr),
        ("volatility", oracle.volatility),
        ("sharpe", oracle.sharpe),
        ("sortino", oracle.sortino),
        ("max_drawdown", oracle.max_drawdown),
        ("hit_rate", oracle.win_rate),
    ],
)
def test_numbers_are_those_of_quantstats(seed, name, by_quantstats):
    returns = example(seed)
    mine = getattr(found(returns), name)
    assert mine.value == pytest.approx(by_quantstats(returns), abs=1e-9)


def test_a_first_day_that_loses_is_a_drawdown():
    returns = pd.Series([-0.1, 0.05, 0.02], pd.DatetimeIndex(days_from(3)))
    assert found(returns).max_drawdown.value == pytest.approx(-0.1)
    assert oracle.max_drawdown(returns) == pytest.approx(-0.1)


def test_turnover_is_that_of_a_year():
    ledger = ledger_of([0.01, -0.01, 0.02, 0.0], turnover=[1, 0, 2, 1])
    assert performance(ledger).turnover.value == 252


def test_many_series_are_measured_like_each_alone():
    net = np.stack([example(seed).to_numpy() for seed in range(4)]).reshape(2, 2, -1)
    turnover = np.random.default_rng(0).random(net.shape)
    table = measure(net, turnover)
    assert table.shape == (2, 2, len(PERFORMANCE))
    np.testing.assert_array_equal(table[1, 0], measure(net[1, 0], turnover[1, 0]))


def reasons_of(net) -> dict[str, str]:
    numbers = dataclasses.fields(Performance)
    own = found(net)
    return {f.name: getattr(own, f.name).reason for f in numbers if getattr(own, f.name).reason}


def test_days_out_of_the_market_have_no_ratio():
    never = "nothing was ever earned or lost"
    assert reasons_of(np.zeros(50)) == {"sharpe": never, "sortino": never, "hit_rate": never}
    assert found(np.zeros(50)).cagr.value == found(np.zeros(50)).max_drawdown.value == 0


def test_a_constant_gain_has_no_ratio():
    reasons = reasons_of(np.full(50, 0.001))
    assert reasons == {"sharpe": "every day earned the same", "sortino": "no day lost"}


def test_one_day_has_no_spread():
    assert reasons_of([-0.01]) == {
        "volatility": "one day has no spread",
        "sharpe": "one day has no spread",
    }


def test_no_day_has_no_number():
    assert set(reasons_of([])) == set(PERFORMANCE)


def test_lost_capital_is_a_loss_of_all():
    ruined = found([0.1, -1.5, 0.3])
    assert ruined.cagr.value == ruined.max_drawdown.value == -1
