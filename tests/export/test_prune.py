from __future__ import annotations

import numpy as np
import onnx
import pytest
import torch

from core.export.parity import largest_difference
from core.export.prune import prune_units, prune_weights
from core.export.rewritten import CannotShrinkError, weights_of
from core.export.session import Session
from core.models.network import NetworkModel
from core.spec import ModelSpec
from tests.export.examples import (
    SPECS,
    export_of,
    make_encoder,
    make_network,
    make_rows,
    make_trees,
    rows_for,
)

ENCODER = make_encoder(10, (3,))
SPEC = ModelSpec(name="mlp", width=16, depth=2)
ROWS = make_rows(ENCODER, 400, seed=3)


def network() -> NetworkModel:
    return make_network(SPEC, ENCODER, 2)


def file_of(model: NetworkModel) -> bytes:
    return export_of(model, ENCODER, 2)


def array(file: bytes, name: str) -> np.ndarray:
    tensors = onnx.load_from_string(file).graph.initializer
    return next(onnx.numpy_helper.to_array(one) for one in tensors if one.name == name)


def weights(file: bytes) -> np.ndarray:
    graph = onnx.load_from_string(file).graph
    return np.concatenate([array(file, name).ravel() for name in weights_of(graph)])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_smallest_weights_become_zero_and_no_other(share: float) -> None:
    file = file_of(network())
    before, after = weights(file), weights(prune_weights(file, share))
    gone = after == 0
    assert gone.sum() == int(share * len(before))
    assert np.abs(before[gone]).max() <= np.abs(before[~gone]).min()
    assert (after[~gone] == before[~gone]).all()


def test_a_file_with_zeros_is_no_smaller() -> None:
    file = file_of(network())
    assert len(prune_weights(file, 0.5)) == len(file)


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_weights_of_every_network_can_be_set_to_zero(spec: ModelSpec) -> None:
    file = export_of(make_network(spec, ENCODER, 2), ENCODER, 2)
    pruned = prune_weights(file, 0.3)
    answers = Session(pruned).run(rows_for(spec, ENCODER, 9))
    np.testing.assert_allclose(answers.sum(axis=1), 1, atol=1e-5)
    assert pruned != file


def test_biases_and_preprocessing_are_no_weights() -> None:
    pruned = prune_weights(file_of(network()), 0.9)
    for name in ("median", "mean", "std", "low", "high", "hidden.0.bias", "head.bias"):
        np.testing.assert_array_equal(array(pruned, name), array(file_of(network()), name))


def test_dropped_units_make_every_layer_narrower() -> None:
    pruned = prune_units(file_of(network()), 0.25)
    assert array(pruned, "hidden.0.weight").shape == (12, 13)
    assert array(pruned, "hidden.1.weight").shape == (12, 12)
    assert array(pruned, "head.weight").shape == (2, 12)
    assert len(pruned) < len(file_of(network()))


@pytest.mark.parametrize("rows", [None, ROWS], ids=["without rows", "with rows"])
def test_units_that_nobody_listens_to_are_dropped_without_a_trace(rows) -> None:
    model = network()
    with torch.no_grad():
        model.module.get_submodule("hidden.1").weight[:, [1, 4, 7, 9]] = 0
        model.module.get_submodule("head").weight[:, [0, 3, 5, 15]] = 0
    file = file_of(model)
    pruned = prune_units(file, 0.25, rows)
    assert largest_difference(pruned, ROWS, Session(file).run(ROWS)) < 1e-6


def test_constant_units_are_dropped_without_a_trace_where_rows_tell_what_they_give() -> None:
    model = network()
    with torch.no_grad():
        first = model.module.get_submodule("hidden.0")
        first.weight[[2, 6, 8, 11]] = 0
        first.bias[[2, 6, 8, 11]] = 3.0
        model.module.get_submodule("head").weight[:, [0, 3, 5, 15]] = 0
    file, expected = file_of(model), Session(file_of(model)).run(ROWS)
    assert largest_difference(prune_units(file, 0.25, ROWS), ROWS, expected) < 1e-5
    assert largest_difference(prune_units(file, 0.25), ROWS, expected) > 1e-3


def test_a_unit_that_is_only_scaled_matters_as_before() -> None:
    model, scaled = network(), network()
    with torch.no_grad():
        first = scaled.module.get_submodule("hidden.0")
        first.weight[5] *= 64
        first.bias[5] *= 64
        scaled.module.get_submodule("hidden.1").weight[:, 5] /= 64
    pruned, other = (prune_units(file_of(one), 0.5) for one in (model, scaled))
    assert largest_difference(other, ROWS, Session(pruned).run(ROWS)) < 1e-5


def test_of_many_rows_a_few_thousand_spread_evenly_are_asked(monkeypatch) -> None:
    file = file_of(network())
    every_third = prune_units(file, 0.5, ROWS[::3])
    monkeypatch.setattr("core.export.prune.MOST_ROWS", 150)
    assert prune_units(file, 0.5, ROWS) == every_third


def test_one_unit_stays_at_least() -> None:
    pruned = prune_units(file_of(network()), 0.99)
    assert array(pruned, "head.weight").shape[1] == 1
    assert np.isfinite(Session(pruned).run(ROWS)).all()


def test_inner_units_of_residual_blocks_can_be_dropped() -> None:
    spec = SPECS["residual mlp"]
    file = export_of(make_network(spec, ENCODER, 2), ENCODER, 2)
    pruned = prune_units(file, 0.5, ROWS)
    assert len(pruned) < len(file)
    assert Session(pruned).run(ROWS).shape == (400, 2)


@pytest.mark.parametrize("name", ["linear", "gru", "lstm", "tcn"])
def test_networks_without_units_between_dense_layers_say_so(name: str) -> None:
    file = export_of(make_network(SPECS[name], ENCODER, 2), ENCODER, 2)
    with pytest.raises(CannotShrinkError, match="no hidden units"):
        prune_units(file, 0.5)


def test_trees_have_no_weights() -> None:
    with pytest.raises(CannotShrinkError, match="no weights"):
        prune_weights(export_of(make_trees(ENCODER, 2), ENCODER, 2), 0.5)


@pytest.mark.parametrize("prune", [prune_weights, prune_units])
@pytest.mark.parametrize("share", [0.0, 1.0, -0.1, float("nan")])
def test_a_share_lies_between_nothing_and_everything(prune, share: float) -> None:
    with pytest.raises(ValueError, match="above 0 and below 1"):
        prune(file_of(network()), share)
