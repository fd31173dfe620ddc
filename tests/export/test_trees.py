import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier

from core.export.fragment import Port, as_file
from core.export.session import Session
from core.export.trees import flatten, rounded_down, tree_nodes
from core.models.cost import estimated_size_bytes
from tests.export.examples import (
    ENCODERS,
    answers_of,
    export_of,
    make_encoder,
    make_rows,
    make_trees,
)
from tests.export.gaps import check_parity


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("columns", ENCODERS.values(), ids=ENCODERS.keys())
def test_file_answers_as_the_trees(columns: tuple[int, tuple[int, ...]], n_classes: int) -> None:
    encoder = make_encoder(*columns)
    model = make_trees(encoder, n_classes)
    difference = check_parity(
        export_of(model, encoder, n_classes),
        make_rows(encoder, 300),
        len(encoder.numeric),
        lambda asked: answers_of(model, encoder, asked),
    )
    assert difference < 2e-6


def test_usual_teacher_is_exact_and_compact() -> None:
    encoder = make_encoder(23, ())
    model = make_trees(encoder, 2, trees=150, leaves=15, n_rows=4000)
    file = export_of(model, encoder, 2)
    rows = make_rows(encoder, 2000)
    assert np.abs(Session(file).run(rows) - answers_of(model, encoder, rows)).max() < 2e-6
    assert len(file) < 60_000


@pytest.mark.parametrize("n_classes", [2, 3])
def test_size_stays_within_the_estimate_before_training(n_classes: int) -> None:
    encoder = make_encoder(23, ())
    model = make_trees(encoder, n_classes, trees=60, leaves=15, n_rows=4000)
    size_bytes = len(export_of(model, encoder, n_classes))
    estimate = estimated_size_bytes(model.spec, 23, n_classes)
    assert 0.8 * estimate < size_bytes < 1.05 * estimate


@pytest.mark.parametrize("missing_class", [0, 1])
def test_missing_value_takes_the_side_it_took_in_training(missing_class: int) -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(800, 2)).astype(np.float32)
    target = (features[:, 0] > 0).astype(int)
    gone = random.random(800) < 0.3
    features[gone, 0] = np.nan
    target[gone] = missing_class
    booster = HistGradientBoostingClassifier(max_iter=10, early_stopping=False)
    booster.fit(features, target)
    answers = Session(_bare_file(booster, 2)).run(features)
    np.testing.assert_allclose(answers, booster.predict_proba(features), atol=2e-6)


def test_trees_without_any_split_give_the_shares_of_the_classes() -> None:
    features = np.zeros((60, 2), np.float32)
    target = np.repeat([0, 1, 1], 20)
    booster = HistGradientBoostingClassifier(max_iter=5, early_stopping=False)
    booster.fit(features, target)
    answers = Session(_bare_file(booster, 2)).run(features[:4])
    np.testing.assert_allclose(answers, booster.predict_proba(features[:4]), atol=2e-6)


def test_row_on_a_threshold_takes_the_same_side() -> None:
    encoder = make_encoder(3, ())
    model = make_trees(encoder, 2)
    thresholds = flatten(model.booster).threshold
    near = [thresholds, np.nextafter(thresholds, np.inf), np.nextafter(thresholds, -np.inf)]
    features = np.repeat(np.concatenate(near).astype(np.float32)[:, None], 3, axis=1)
    answers = Session(_bare_file(model.booster, 3)).run(features)
    np.testing.assert_allclose(answers, model.booster.predict_proba(features), atol=2e-6)


def test_every_leaf_and_threshold_is_written() -> None:
    model = make_trees(make_encoder(4, ()), 3)
    ensemble = flatten(model.booster)
    nodes = [tree.nodes for trees in model.booster._predictors for tree in trees]
    assert len(ensemble.leaf_value) == sum(int(n["is_leaf"].sum()) for n in nodes)
    assert len(ensemble.threshold) == sum(int((n["is_leaf"] == 0).sum()) for n in nodes)
    assert len(ensemble.root) == len(nodes)


@given(st.lists(st.floats(allow_nan=False), min_size=1))
def test_rounding_down_keeps_every_float32_on_its_side(thresholds: list[float]) -> None:
    exact = np.array(thresholds)
    rounded = rounded_down(exact)
    assert (rounded.astype(np.float64) <= exact).all()
    with np.errstate(over="ignore"):
        next_up = np.nextafter(rounded, np.float32(np.inf)).astype(np.float64)
    assert ((next_up > exact) | np.isposinf(exact)).all()


def _bare_file(booster: HistGradientBoostingClassifier, n_features: int) -> bytes:
    nodes = tree_nodes(booster, "rows", "probabilities")
    return as_file(nodes, Port("rows", ("batch", n_features)), Port("probabilities", ("batch", 2)))
