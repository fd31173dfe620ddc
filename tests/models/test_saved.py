from __future__ import annotations

import numpy as np
import pytest
import torch

from core.errors import RecordError
from core.models.arrays import pack_arrays, unpack_arrays
from core.models.ensemble import EnsembleModel
from core.models.forest import grow_forest
from core.models.network import NetworkModel, build_network
from core.models.saved import load_model, save_model
from core.models.trees import fit_trees
from core.spec import ModelSpec
from tests.distill.rows import made_up_rows

N_FEATURES, N_CLASSES, WINDOW = 6, 3, 5
WINDOWED = ("gru", "lstm", "tcn", "transformer")
NETWORKS = ("linear", "mlp", "resmlp", *WINDOWED)


def network(name="mlp", width=8, seed=0):
    spec = ModelSpec(name=name, width=width, depth=2, window=WINDOW, dropout=0.1)
    source = torch.Generator().manual_seed(seed)
    return NetworkModel(spec, build_network(spec, N_FEATURES, N_CLASSES, source).eval())


def ensemble(*members):
    names = tuple(member.spec.name for member in members)
    own = members[0].spec.model_dump(exclude={"name", "members"})
    return EnsembleModel(ModelSpec(name="ensemble", members=names, **own), members)


def inputs(model):
    source = torch.Generator().manual_seed(9)
    reads_windows = {model.spec.name, *model.spec.members} & set(WINDOWED)
    shape = (40, WINDOW, N_FEATURES) if reads_windows else (40, N_FEATURES)
    return torch.randn(shape, generator=source)


def reloaded(model):
    return load_model(model.spec, N_FEATURES, N_CLASSES, save_model(model))


def saved_with(change):
    arrays = unpack_arrays(save_model(network()))
    first = min(arrays)
    return pack_arrays({**arrays, first: change(arrays[first])})


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_answers_as_before_bit_for_bit(name):
    model = network(name)
    found = reloaded(model)
    assert found.spec == model.spec
    assert torch.equal(found.logits(inputs(model)), model.logits(inputs(model)))


def test_an_ensemble_of_networks_answers_as_before():
    model = ensemble(network("mlp", seed=1), network("gru", seed=2), network("mlp", seed=3))
    assert torch.equal(reloaded(model).logits(inputs(model)), model.logits(inputs(model)))


def test_trees_forests_and_ensembles_with_them_are_not_written():
    rows = made_up_rows(100, 3)
    trees = fit_trees(ModelSpec(name="trees"), rows.inputs, rows.target, 3, 0)
    *_, forest = grow_forest(ModelSpec(name="forest", trees=10), rows.inputs, rows.target, 0, 5)
    mixed = EnsembleModel(ModelSpec(name="ensemble"), (trees, network()))
    assert [save_model(model) for model in (trees, forest, mixed)] == [None] * 3


@pytest.mark.parametrize(
    ("spec", "n_features", "n_classes"),
    [
        (network(width=9).spec, N_FEATURES, N_CLASSES),
        (network("resmlp").spec, N_FEATURES, N_CLASSES),
        (network().spec, N_FEATURES + 1, N_CLASSES),
        (network().spec, N_FEATURES, 2),
        (ModelSpec(name="trees"), N_FEATURES, N_CLASSES),
        (ModelSpec(name="ensemble", members=("mlp", "trees")), N_FEATURES, N_CLASSES),
        (ModelSpec(name="ensemble", members=("mlp", "mlp")), N_FEATURES, N_CLASSES),
    ],
    ids=["width", "kind", "features", "classes", "trees", "mixed", "more"],
)
def test_a_model_of_another_kind_or_size_is_refused(spec, n_features, n_classes):
    with pytest.raises(RecordError, match="kind and size"):
        load_model(spec, n_features, n_classes, save_model(network()))


@pytest.mark.parametrize(
    "change",
    [
        lambda array: array.astype(np.float64),
        lambda array: array.astype(">f4"),
        lambda array: array.astype(str),
        lambda array: array[..., None],
        lambda array: array[:-1],
    ],
    ids=["double", "big end first", "text", "dimension", "short"],
)
def test_arrays_of_another_type_or_shape_are_refused(change):
    with pytest.raises(RecordError, match="kind and size"):
        load_model(network().spec, N_FEATURES, N_CLASSES, saved_with(change))


def test_a_damaged_file_is_refused():
    with pytest.raises(RecordError, match="damaged"):
        load_model(network().spec, N_FEATURES, N_CLASSES, save_model(network())[:-9])
