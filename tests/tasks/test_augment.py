import dataclasses

import numpy as np
import pytest
import torch

from core.spec import TaskSpec
from core.tasks.augment import made_up_rows
from core.tasks.make import make_dataset
from tests.tasks.example_rows import make_loans, make_prices


@pytest.fixture(scope="module")
def loans():
    return make_dataset(make_loans(2000), TaskSpec())


@pytest.fixture(scope="module")
def prices():
    return make_dataset(make_prices({"AAA": 500, "BBB": 500}), TaskSpec(name="direction"), 5)


def made(dataset, kind, window=1, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return made_up_rows(dataset.train, dataset.encoder, kind, window, generator)


def is_real(dataset, rows):
    real = {tuple(row) for row in dataset.train.rows.tolist()}
    return torch.tensor([tuple(row) in real for row in rows.tolist()])


@pytest.mark.parametrize("kind", ["resample", "jitter"])
def test_there_are_as_many_made_up_rows_and_none_has_a_label(loans, kind):
    part = made(loans, kind)
    assert len(part) == len(loans.train)
    assert not part.labelled.any()
    assert part.rows.shape == loans.train.rows.shape


@pytest.mark.parametrize("kind", ["resample", "jitter"])
def test_numbers_stay_within_what_the_training_rows_hold(loans, kind):
    rows, real = made(loans, kind).rows, loans.train.rows
    assert (rows.amin(0) >= real.amin(0)).all()
    assert (rows.amax(0) <= real.amax(0)).all()


@pytest.mark.parametrize("kind", ["resample", "jitter"])
def test_a_category_stays_one_category(loans, kind):
    indicators = made(loans, kind).rows[:, len(loans.encoder.numeric) :]
    assert indicators.sum(dim=1).tolist() == [1.0] * len(indicators)


def test_about_a_tenth_of_the_cells_is_redrawn_even_where_columns_are_few(loans):
    changed = ~is_real(loans, made(loans, "resample").rows)
    # An income is redrawn or shaken, or a home is redrawn to the other half.
    expected = 1 - 0.9 * 0.9 * 0.95
    assert changed.float().mean().item() == pytest.approx(expected, abs=0.04)


def test_jitter_changes_every_number_but_the_largest_and_smallest(loans):
    assert is_real(loans, made(loans, "jitter").rows).float().mean() < 0.01


def test_windows_are_shaken_as_a_whole_and_end_in_the_row(prices):
    part = made(prices, "jitter", window=5)
    assert part.windows(5).shape == (len(part), 5, prices.n_features)
    assert torch.equal(part.windows(5)[:, -1], part.rows)
    assert torch.equal(part.windows(3), part.windows(5)[:, 2:])


def test_windows_resemble_the_real_ones(prices):
    real, found = prices.train.windows(5), made(prices, "jitter", window=5).windows(5)
    assert found.std().item() == pytest.approx(real.std().item(), rel=0.1)
    assert found.mean().item() == pytest.approx(real.mean().item(), abs=0.05)


def test_the_same_seed_makes_the_same_rows(loans):
    assert torch.equal(made(loans, "resample").rows, made(loans, "resample").rows)
    assert not torch.equal(made(loans, "resample").rows, made(loans, "resample", seed=1).rows)


@pytest.mark.parametrize("kind", ["resample", "jitter"])
def test_only_training_rows_are_looked_at(loans, kind):
    changed = loans.train.encoded.copy()
    changed[np.setdiff1d(np.arange(len(changed)), loans.train.places)] = 1e6
    other = dataclasses.replace(loans, train=dataclasses.replace(loans.train, encoded=changed))
    assert torch.equal(made(loans, kind).rows, made(other, kind).rows)


def test_making_rows_leaves_the_real_ones_as_they_are(loans):
    before = loans.train.history.clone()
    made(loans, "resample")
    assert torch.equal(before, loans.train.history)
