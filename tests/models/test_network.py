import pytest
import torch

from core.models.catalog import ARCHITECTURES, reads_windows
from core.models.network import ROWS_AT_ONCE, NetworkModel, build_network
from core.spec import ModelSpec

NETWORKS = [
    ModelSpec(name="linear"),
    ModelSpec(name="mlp", width=8, depth=2, dropout=0.2),
    ModelSpec(name="gru", width=4, depth=2, window=5, dropout=0.2),
    ModelSpec(name="resmlp", width=4, depth=2, dropout=0.2),
    ModelSpec(name="lstm", width=4, depth=2, window=5, dropout=0.2),
    ModelSpec(name="tcn", width=4, depth=2, window=5, dropout=0.2),
    ModelSpec(name="transformer", width=4, depth=2, window=5, dropout=0.2),
]
SEQUENCES = [spec for spec in NETWORKS if reads_windows(spec)]


def inputs_of(spec, n_rows):
    return torch.randn(n_rows, spec.window, 6) if reads_windows(spec) else torch.randn(n_rows, 6)


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


def test_every_network_of_the_catalog_is_tested_here():
    others = {"trees", "forest", "ensemble"}
    assert {spec.name for spec in NETWORKS} | others == set(ARCHITECTURES)


@pytest.mark.parametrize("spec", NETWORKS[1:], ids=lambda spec: spec.name)
def test_training_draws_from_the_own_generator_only(spec):
    answers = []
    for noise in (1, 100):
        module = build_network(spec, 6, 3, torch.Generator().manual_seed(0)).train()
        torch.rand(noise)
        answers.append(
            module(torch.ones(4, spec.window, 6) if reads_windows(spec) else torch.ones(4, 6))
        )
    assert torch.equal(*answers)


@pytest.mark.parametrize("spec", NETWORKS[1:], ids=lambda spec: spec.name)
def test_dropout_switches_units_off_in_training(spec):
    module, inputs = trained(spec).module.train(), inputs_of(spec, 7)
    assert not torch.equal(module(inputs), module(inputs))


@pytest.mark.parametrize("spec", NETWORKS[1:], ids=lambda spec: spec.name)
def test_a_network_tells_its_hidden_units(spec):
    states = trained(spec).module.eval().states(inputs_of(spec, 7))
    expected = (7, 5, spec.width) if reads_windows(spec) else (7, spec.width)
    assert states.shape == expected


@pytest.mark.parametrize("spec", SEQUENCES, ids=lambda spec: spec.name)
def test_a_sequence_model_looks_at_every_day_it_can_reach(spec):
    model, inputs = trained(spec), inputs_of(spec, 8)
    before = model.logits(inputs)
    for day in range(spec.window):
        changed = inputs.clone()
        changed[:, day] += 1
        assert not torch.equal(model.logits(changed), before)


@pytest.mark.parametrize("spec", SEQUENCES, ids=lambda spec: spec.name)
def test_the_order_of_the_days_matters(spec):
    model, inputs = trained(spec), inputs_of(spec, 3)
    turned = torch.cat([inputs[:, :-1].flip(1), inputs[:, -1:]], dim=1)
    assert not torch.allclose(model.logits(turned), model.logits(inputs))


@pytest.mark.parametrize("name", ["gru", "lstm", "tcn"])
def test_no_day_looks_ahead(name):
    spec = ModelSpec(name=name, width=4, depth=2, window=5)
    module, inputs = trained(spec).module.eval(), inputs_of(spec, 3)
    changed = inputs.clone()
    changed[:, 3:] += 1
    torch.testing.assert_close(module.states(changed)[:, :3], module.states(inputs)[:, :3])


@pytest.mark.parametrize("name", ["trees", "forest", "ensemble"])
def test_trees_and_ensembles_are_not_a_network(name):
    with pytest.raises(ValueError, match="not a network"):
        build_network(ModelSpec(name=name), 6, 2, torch.Generator())
