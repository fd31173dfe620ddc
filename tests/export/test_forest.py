import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import RandomForestClassifier

from core.export.forest import flatten_forest
from core.export.session import Session
from core.models.cost import estimated_size_bytes
from core.models.forest import ForestModel
from core.models.measured import cost_of
from core.spec import ModelSpec
from tests.export.examples import (
    ENCODERS,
    answers_of,
    export_of,
    make_encoder,
    make_forest,
    make_rows,
)
from tests.export.gaps import check_parity


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("columns", ENCODERS.values(), ids=ENCODERS.keys())
def test_file_answers_as_the_forest(columns: tuple[int, tuple[int, ...]], n_classes: int) -> None:
    encoder = make_encoder(*columns)
    model = make_forest(encoder, n_classes)
    difference = check_parity(
        export_of(model, encoder, n_classes),
        make_rows(encoder, 300),
        len(encoder.numeric),
        lambda asked: answers_of(model, encoder, asked),
    )
    assert difference < 2e-6


def test_every_node_is_counted_in_the_cost() -> None:
    encoder = make_encoder(4, ())
    model = make_forest(encoder, 3)
    trees = flatten_forest(model.forest)
    assert len(trees.root) == 2 * 12
    assert cost_of(model, 4, 3, 0).parameters == len(trees.threshold) + len(trees.leaf_value)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_size_is_about_the_estimate_when_all_trees_are_full(n_classes: int) -> None:
    encoder = make_encoder(23, ())
    model = make_forest(encoder, n_classes, trees=30, leaves=31, n_rows=3000)
    estimate = estimated_size_bytes(model.spec, 23, n_classes)
    size_bytes = len(export_of(model, encoder, n_classes))
    assert 0.75 * estimate < size_bytes < 1.1 * estimate


def test_row_on_a_threshold_takes_the_same_side() -> None:
    encoder = make_encoder(3, ())
    model = make_forest(encoder, 2)
    trees = flatten_forest(model.forest)
    features = np.repeat(trees.threshold[:, None], 3, axis=1)
    column = encoder.numeric
    rows = features * [c.std for c in column] + [c.mean for c in column]
    rows = rows.astype(np.float32)
    found = Session(export_of(model, encoder, 2)).run(rows)
    assert np.abs(found - answers_of(model, encoder, rows)).max() < 2e-6


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.integers(2, 4))
def test_any_small_forest_is_written_exactly(seed: int, n_classes: int) -> None:
    random = np.random.default_rng(seed)
    encoder = make_encoder(2, ())
    features = torch.from_numpy(encoder.encode(make_rows(encoder, 40, seed=seed)))
    target = random.permutation(np.arange(40) % n_classes)
    forest = RandomForestClassifier(3, random_state=seed).fit(features.numpy(), target)
    model = ForestModel(ModelSpec(name="forest"), forest)
    rows = make_rows(encoder, 60, seed=seed + 1)
    found = Session(export_of(model, encoder, n_classes)).run(rows)
    np.testing.assert_allclose(found, answers_of(model, encoder, rows), atol=2e-6)


def test_trees_without_any_split_give_the_shares_of_the_classes() -> None:
    encoder = make_encoder(2, ())
    features = np.zeros((60, 2), np.float32)
    forest = RandomForestClassifier(4, random_state=0, bootstrap=False)
    forest.fit(features, np.repeat([0, 1, 1], 20))
    found = Session(export_of(ForestModel(ModelSpec(name="forest"), forest), encoder, 2)).run(
        make_rows(encoder, 5)
    )
    np.testing.assert_allclose(found, [[1 / 3, 2 / 3]] * 5, atol=1e-6)
