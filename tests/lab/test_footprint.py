from __future__ import annotations

import numpy as np
import torch

from core.distill.tuning import Care
from core.lab.footprint import footprint_bytes
from core.models.ensemble import EnsembleModel
from core.models.forest import grow_forest
from core.models.network import NetworkModel, build_network
from core.models.trees import fit_trees
from core.spec import ModelSpec
from tests.distill.rows import made_up_rows


def test_arrays_tensors_and_bytes_are_counted_wherever_they_are():
    thing = {"a": (np.zeros(10, np.float32), [torch.zeros(5, 2)]), "b": b"1234"}
    assert footprint_bytes(thing) == 40 + 40 + 4


def test_what_is_reached_twice_counts_once():
    array = np.zeros(10)
    assert footprint_bytes([array, array, [array]]) == 80


def test_text_and_numbers_are_not_counted():
    assert footprint_bytes(Care(0.1, 0.2, 0.3)) == 0


def test_a_thing_that_holds_itself_is_counted():
    thing: list[object] = [b"12"]
    thing.append(thing)
    assert footprint_bytes(thing) == 2


def test_a_network_counts_its_weights():
    spec = ModelSpec(name="mlp", width=8)
    model = NetworkModel(spec, build_network(spec, 6, 3, torch.Generator().manual_seed(0)))
    weights = sum(p.numel() for p in model.module.parameters())
    assert footprint_bytes(model) == 4 * weights
    pair = EnsembleModel(ModelSpec(name="ensemble", members=("mlp", "mlp")), (model, model))
    assert footprint_bytes(pair) == 4 * weights


def test_trees_and_forests_count_their_nodes():
    rows = made_up_rows(200, 3)
    spec = ModelSpec(name="trees", trees=10)
    trees = [fit_trees(spec, rows.inputs, rows.target, rounds, 0) for rounds in (10, 20)]
    small, large = (footprint_bytes(one) for one in trees)
    assert 10_000 < small < large < 10_000_000
    spec = ModelSpec(name="forest", trees=10)
    *_, forest = grow_forest(spec, rows.inputs, rows.target, 0, 5)
    assert footprint_bytes(forest) > 64 * sum(t.tree_.node_count for t in forest.forest)
