from __future__ import annotations

import numpy as np
import pytest

from core.evaluate.trading.ledger import Market, keep_ledger
from tests.evaluate.market_days import days_from, make_market

RETURNS = np.array([0.01, -0.02, 0.03])


def one_security(returns=RETURNS) -> Market:
    return Market(days_from(len(returns)), np.asarray(returns, dtype=float))


def test_a_position_earns_the_return_that_follows_its_day():
    ledger = keep_ledger(one_security(), np.array([1.0, 0.0, -1.0]), cost_bp=0)
    assert ledger.net.tolist() == pytest.approx([0.01, 0.0, -0.03])


def test_each_side_of_a_trade_costs():
    ledger = keep_ledger(one_security(), np.array([1.0, 0.0, -1.0]), cost_bp=10)
    assert ledger.turnover.tolist() == [1, 1, 1]
    assert ledger.net.tolist() == pytest.approx([0.009, -0.001, -0.031])


def test_turning_from_long_to_short_trades_twice():
    assert keep_ledger(one_security(), np.array([1.0, -1.0, -1.0])).turnover.tolist() == [1, 2, 0]


def test_holding_pays_once():
    market = make_market(n_tickers=4)
    ledger = keep_ledger(market, np.ones(len(market.dates)))
    assert ledger.turnover.sum() == pytest.approx(1)


def test_holding_earns_the_average_of_the_securities():
    market = make_market(n_tickers=3)
    ledger = keep_ledger(market, np.ones(len(market.dates)), cost_bp=0)
    by_ticker = market.next_return.reshape(3, -1)
    np.testing.assert_allclose(ledger.net, by_ticker.mean(axis=0), atol=1e-15)


def test_ledger_agrees_with_a_loop_over_days_and_securities():
    rng = np.random.default_rng(3)
    market = make_market(n_days=60, n_tickers=3)
    positions = rng.integers(-1, 2, len(market.dates)).astype(float)
    ledger = keep_ledger(market, positions, cost_bp=7)
    returns, held = market.next_return.reshape(3, 60), positions.reshape(3, 60)
    before = np.zeros(3)
    for day in range(60):
        weights = held[:, day] / 3
        cost = sum(abs(weights[k] - before[k]) for k in range(3)) * 7 / 10_000
        earned = sum(weights[k] * returns[k, day] for k in range(3)) - cost
        assert ledger.net[day] == pytest.approx(earned, abs=1e-15)
        before = weights


def test_rows_may_come_in_any_order():
    market = make_market()
    positions = np.random.default_rng(1).integers(0, 2, len(market.dates)).astype(float)
    shuffled = np.random.default_rng(2).permutation(len(positions))
    other = Market(market.dates[shuffled], market.next_return[shuffled], market.tickers[shuffled])
    np.testing.assert_allclose(
        keep_ledger(other, positions[shuffled]).net, keep_ledger(market, positions).net, atol=1e-15
    )


def test_a_day_on_which_a_security_does_not_trade_costs_nothing():
    market = make_market(n_days=30)
    missing = np.flatnonzero((market.tickers == "T1") & (market.dates == market.dates[10]))
    kept = np.setdiff1d(np.arange(len(market.dates)), missing)
    holed = Market(market.dates[kept], market.next_return[kept], market.tickers[kept])
    ledger = keep_ledger(holed, np.ones(len(kept)))
    assert ledger.turnover[1:].sum() == 0
    assert ledger.gross[10] == pytest.approx(market.next_return[10] / 2)


def test_a_security_that_comes_later_has_no_share_before():
    days = days_from(4)
    market = Market(
        np.concatenate((days, days[2:])), np.full(6, 0.01), np.array(["A"] * 4 + ["B"] * 2)
    )
    ledger = keep_ledger(market, np.ones(6), cost_bp=0)
    assert ledger.exposure.tolist() == [1, 1, 1, 1]
    assert ledger.gross.tolist() == pytest.approx([0.01] * 4)


def test_days_without_a_known_return_are_left_out():
    market = one_security([0.01, np.nan, 0.03])
    assert len(keep_ledger(market, np.ones(3)).days) == 2


def test_no_known_return_leaves_no_day():
    assert len(keep_ledger(one_security([np.nan, np.nan]), np.ones(2)).net) == 0


def test_capital_grows_from_one_and_stays_lost_once_lost():
    assert keep_ledger(one_security(), np.ones(3), 0).equity[-1] == pytest.approx(
        1.01 * 0.98 * 1.03
    )
    ruined = keep_ledger(one_security([0.5, 1.2, -0.9]), -np.ones(3), 0)
    assert ruined.equity.tolist() == [0.5, 0.0, 0.0]
