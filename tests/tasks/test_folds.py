import numpy as np
import pytest

from core.spec import TaskSpec
from core.tasks.folds import FOLDS, folds_of
from core.tasks.make import make_dataset
from tests.tasks.example_rows import make_loans, make_prices


def loans(labels=1.0):
    return make_dataset(make_loans(600), TaskSpec(labels=labels)).train


def prices(labels=1.0):
    table = make_prices({"AAA": 600, "BBB": 600})
    return make_dataset(table, TaskSpec(name="trend", labels=labels)).train


@pytest.mark.parametrize("make", [loans, prices])
@pytest.mark.parametrize("labels", [1.0, 0.2])
def test_every_labelled_row_is_answered_once(make, labels):
    part = make(labels)
    answered = np.concatenate([answered for _, answered in folds_of(part)])
    assert sorted(answered) == np.flatnonzero(part.labelled).tolist()


@pytest.mark.parametrize("make", [loans, prices])
def test_no_row_is_answered_by_a_model_that_learned_from_it(make):
    for learned, answered in folds_of(make()):
        assert len(learned)
        assert not set(learned) & set(answered)


def test_only_labelled_rows_are_learned_from():
    part = loans(0.2)
    for learned, _ in folds_of(part):
        assert part.labelled[learned].all()


def test_folds_without_dates_have_each_class_in_its_share():
    part = loans()
    share = part.target.float().mean().item()
    for _, answered in folds_of(part):
        assert part.target[answered].float().mean().item() == pytest.approx(share, abs=0.01)


def test_folds_with_dates_are_blocks_whose_labels_share_no_day_with_others():
    part = prices()
    assert sum(1 for _ in folds_of(part)) == FOLDS
    for learned, answered in folds_of(part):
        first, last = part.dates[answered].min(), part.label_ends[answered].max()
        before = part.label_ends[learned] < first
        after = part.dates[learned] > last
        assert (before | after).all()
        assert before.any() or after.any()
