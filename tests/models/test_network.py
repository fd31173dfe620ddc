import pytest
import torch

from core.models.network import ROWS_AT_ONCE, NetworkModel, build_network
from core.spec import ModelSpec

NETWORKS = [
    ModelSpec(name="linear"),
    ModelSpec(name="mlp", width=8, depth=2, dropout=0.2),
    ModelSpec(name="gru", width=4, depth=2, window=5, dropout=0.2),
]


def inputs_of(spec, n_rows):
    return torch.randn(n_rows, spec.window, 6) if spec.name == "gru" else torch.randn(n_rows, 6)


def trained(spec, n_classes=3):
    return NetworkModel(spec, build_network(spec, 6, n_classes, torch.Generator().manual_seed(0)))


@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: spec.name)
def test_a_network_gives_one_logit_a_class(spec):
    assert trained(spec).logits(inputs_of(spec, 7)).shape == (7, 3)


@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: spec.name)
def test_many_rows_are_answered_like_few(spec):
    model, inputs = trained(spec), inputs_of(spec, ROWS_AT_ONCE + 3)
    torch.testing.assert_close(model.logits(inputs)[-5:], model.logits(inputs[-5:]))


@pytest.mark.parametrize("spec", NETWORKS, ids=lambda spec: spec.name)
def test_a_trained_network_takes_no_gradient_and_drops_nothing(spec):
    model, inputs = trained(spec), inputs_of(spec, 7)
    model.module.train()
    first, second = model.logits(inputs), model.logits(inputs)
    assert not first.requires_grad
    assert torch.equal(first, second)


def test_trees_are_not_a_network():
    with pytest.raises(ValueError, match="not a network"):
        build_network(ModelSpec(name="trees"), 6, 2, torch.Generator())
