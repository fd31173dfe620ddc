from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deploy.counting import (
    bin_ends,
    places_of,
    score_shares,
    shares_of,
    stability_index,
    training_shares,
)
from core.evaluate.looks.credit_figures import population_stability
from tests.export.examples import make_encoder, make_rows

ENCODER = make_encoder(3, (2, 4))


def test_shares_of_every_column_add_up_to_one() -> None:
    found = training_shares(make_rows(ENCODER, 500), ENCODER)
    assert [column.name for column in found.columns] == list(ENCODER.column_names)
    assert all(sum(column.shares) == pytest.approx(1) for column in found.columns)
    assert found.rows == 500


def test_missing_numbers_and_unseen_categories_are_the_last_share() -> None:
    rows = make_rows(ENCODER, 400)
    rows[:100, 0] = np.nan
    rows[:, 3] = 0
    rows[:40, 3] = -1
    found = training_shares(rows, ENCODER)
    assert found.columns[0].shares[-1] == pytest.approx(0.25)
    assert found.columns[3].shares == pytest.approx((0.9, 0.0, 0.1))


def test_no_cell_of_a_row_is_kept_but_the_ends_of_bins() -> None:
    rows = make_rows(ENCODER, 1000)
    found = training_shares(rows, ENCODER)
    assert all(len(column.ends or ()) <= 9 for column in found.columns)


def test_index_equals_that_of_the_scores_where_nothing_is_missing() -> None:
    draw = np.random.default_rng(3)
    before, after = draw.normal(0, 1, 900), draw.normal(0.3, 1.2, 700)
    ends = bin_ends(before)
    shares = [shares_of(places_of(one, ends, 0), len(ends) + 2)[:-1] for one in (before, after)]
    assert stability_index(*shares) == pytest.approx(population_stability(before, after))


def test_a_constant_column_tells_values_below_and_above() -> None:
    ends = bin_ends(np.full(50, 7.0))
    assert places_of(np.array([6.0, 7.0, 8.0, np.nan]), ends, 0).tolist() == [0, 1, 2, 3]


def test_a_column_without_known_cells_has_one_empty_bin() -> None:
    rows = make_rows(ENCODER, 60)
    rows[:, 0] = np.nan
    assert training_shares(rows, ENCODER).columns[0].shares == (0.0, 1.0)


def test_days_that_drift_in_training_are_told_as_wandering() -> None:
    days = np.datetime64("2020-01-01") + np.arange(1000)
    rows = make_rows(ENCODER, 1000)
    rows[:, 0] = np.arange(1000)
    found = training_shares(rows, ENCODER, days)
    assert found.stretch_rows == (100, 50)
    drifting, steady = found.columns[0].wandering, found.columns[1].wandering
    assert min(drifting) > 2 > max(steady)


def test_rows_without_days_have_no_stretches() -> None:
    assert training_shares(make_rows(ENCODER, 1000), ENCODER).stretch_rows == ()


def test_scores_are_the_second_of_two_and_the_largest_of_more() -> None:
    two = np.linspace(0, 1, 101)
    found = score_shares(np.stack([1 - two, two], axis=1))
    assert found is not None
    assert found.ends == pytest.approx(np.arange(1, 10) / 10)
    three = np.tile([0.2, 0.5, 0.3], (40, 1))
    ends = score_shares(three).ends
    assert ends[-1] == 0.5


def test_scores_that_are_no_numbers_are_not_told() -> None:
    assert score_shares(np.array([[np.nan, 0.5]])) is None
    assert score_shares(np.empty((0, 2))) is None


@given(
    st.lists(
        st.floats(width=32, allow_infinity=False) | st.just(float("nan")), min_size=1, max_size=80
    )
)
def test_every_cell_has_its_bin(values: list[float]) -> None:
    cells = np.array(values, np.float64)
    ends = bin_ends(cells)
    assert (np.diff(ends) > 0).all()
    places = places_of(cells, ends, 0)
    assert ((places >= 0) & (places <= len(ends) + 1)).all()
    assert (np.isnan(cells) == (places == len(ends) + 1)).all()
