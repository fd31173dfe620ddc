from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.deploy.counting import training_shares
from core.deploy.drift import compare_shares, drift
from core.deploy.shares import DriftFile
from core.errors import BundleError, DataError, TooFewRowsError
from tests.deploy.examples import applicants, daily_bars
from tests.deploy.shared import ANSWERS, ENCODER, FRAME, LOANS, ROWS, let_in, prices_bundle
from tests.export.examples import make_encoder, make_rows

BUNDLE = let_in(LOANS)
SPREAD = LOANS.drift


def levels(report):
    return {one.name: one.level for one in report.columns}


def test_rows_like_those_of_training_show_no_drift() -> None:
    report = drift(BUNDLE, applicants(300, seed=7).to_csv(index=False).encode())
    assert set(levels(report).values()) == {"chance"}
    assert report.score.level == "chance"
    assert "no column moved" in report.sentence


def test_a_column_that_moved_is_told_first() -> None:
    moved = applicants(300, seed=7)
    moved["income, monthly"] *= 5
    report = drift(BUNDLE, moved.to_csv(index=False).encode())
    assert report.columns[0].name == "income, monthly"
    assert report.columns[0].level == "much"
    assert levels(report)["age"] == "chance"
    assert "1 of 5 columns moved much" in report.sentence
    assert "above 0.25" in report.to_text()


def test_a_new_category_and_missing_cells_are_drift() -> None:
    moved = applicants(300, seed=7).astype("object")
    moved.loc[:200, "purpose"] = "boat"
    moved.loc[:200, "age"] = None
    found = levels(drift(BUNDLE, moved.to_csv(index=False).encode()))
    assert (found["purpose"], found["age"]) == ("much", "much")


def test_chance_alone_is_seldom_called_drift() -> None:
    encoder = make_encoder(20, (3, 3))
    spread = DriftFile(training=training_shares(make_rows(encoder, 2000), encoder), scores=None)
    called = [
        any(
            one.level != "chance"
            for one in compare_shares(
                spread, make_rows(encoder, 60, seed=seed), np.empty((60, 2)), days_depend=False
            ).columns
        )
        for seed in range(1, 41)
    ]
    assert sum(called) <= 6


def test_few_rows_reach_an_index_that_many_rows_do_not() -> None:
    few, many = (
        compare_shares(SPREAD, ROWS[:n], ANSWERS[:n], days_depend=False) for n in (40, 400)
    )
    chance = [{one.name: one.by_chance for one in report.columns} for report in (few, many)]
    assert all(chance[0][name] > chance[1][name] for name in chance[0])


@pytest.mark.parametrize("n_rows", [0, 29])
def test_too_few_rows_are_refused(n_rows: int) -> None:
    with pytest.raises(TooFewRowsError, match="at least 30 rows"):
        drift(BUNDLE, FRAME.head(n_rows).to_csv(index=False).encode())


def test_a_bundle_without_shares_is_refused() -> None:
    with pytest.raises(BundleError, match="how its training rows were spread"):
        drift(let_in(replace(LOANS, drift=None)), FRAME.to_csv(index=False).encode())


def test_a_file_that_lacks_a_column_is_refused() -> None:
    with pytest.raises(DataError, match="'age' cannot be found"):
        drift(BUNDLE, FRAME.drop(columns="age").to_csv(index=False).encode())


class TestPrices:
    """Days depend on one another, so training days themselves say what is usual."""

    def test_a_shift_must_be_larger_than_stretches_of_training_days_reach(self) -> None:
        contents, _, rows = prices_bundle()
        report = compare_shares(
            contents.drift, rows[:200], np.full((200, 2), 0.5), days_depend=True
        )
        told = {column.name: column.wandering for column in contents.drift.training.columns}
        assert all(one.by_chance >= told[one.name][0] for one in report.columns)

    def test_fewer_days_than_the_shortest_stretch_are_not_judged(self) -> None:
        contents, _, rows = prices_bundle()
        shortest = min(contents.drift.training.stretch_rows)
        n = shortest - 1
        report = compare_shares(contents.drift, rows[:n], np.full((n, 2), 0.5), days_depend=True)
        assert set(levels(report).values()) == {"unknown"}
        assert "too few to be judged" in report.sentence

    def test_the_score_is_told_and_not_judged(self) -> None:
        contents, _, _ = prices_bundle()
        bars = daily_bars(("AAA", "BBB"), n_days=400, seed=3).to_csv(index=False).encode()
        report = drift(let_in(contents), bars)
        assert report.score.level == "unknown"
        assert np.isnan(report.score.by_chance)
        assert "score" in report.to_text()


def test_text_has_a_line_for_each_column_and_the_score() -> None:
    report = compare_shares(SPREAD, ROWS, ANSWERS, days_depend=False)
    lines = report.to_text().splitlines()
    assert len(lines) == 3 + len(ENCODER.column_names) + 1
    assert lines[0] == report.sentence
