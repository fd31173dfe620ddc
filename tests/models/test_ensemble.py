import torch

from core.models.cost import flops_per_row, parameter_count
from core.models.ensemble import EnsembleModel
from core.models.measured import cost_of
from core.models.network import NetworkModel, build_network
from core.models.trees import fit_trees
from core.spec import ModelSpec
from tests.distill.rows import made_up_rows


def member(name, seed):
    spec = ModelSpec(name=name, width=4, window=3)
    network = build_network(spec, 6, 3, torch.Generator().manual_seed(seed))
    for parameter in network.parameters():
        parameter.data *= 20
    return NetworkModel(spec, network)


def of(*members):
    spec = ModelSpec(name="ensemble", members=tuple(m.spec.name for m in members), window=3)
    return EnsembleModel(spec, members)


def test_probabilities_are_averaged_not_logits():
    members, inputs = (member("mlp", 0), member("mlp", 1)), made_up_rows(50, 3).inputs
    said = torch.stack([m.logits(inputs) for m in members])
    found = of(*members).logits(inputs).softmax(dim=1)
    torch.testing.assert_close(found, said.softmax(dim=2).mean(dim=0))
    assert not torch.allclose(found, said.mean(dim=0).softmax(dim=1), atol=0.01)


def test_logits_are_logarithms_of_probabilities():
    logits = of(member("mlp", 0), member("resmlp", 1)).logits(made_up_rows(50, 3).inputs)
    torch.testing.assert_close(logits.exp().sum(dim=1), torch.ones(50))


def test_sure_members_give_finite_logits():
    members = (member("mlp", 0), member("mlp", 1))
    assert torch.isfinite(of(*members).logits(made_up_rows(50, 3).inputs * 1e4)).all()


def test_members_read_their_own_view_of_a_window():
    days, row = member("gru", 0), member("mlp", 1)
    windows = made_up_rows(50, 3, window=3).inputs
    expected = (days.logits(windows).softmax(1) + row.logits(windows[:, -1]).softmax(1)) / 2
    torch.testing.assert_close(of(days, row).logits(windows).softmax(dim=1), expected)


def test_cost_is_the_sum_of_the_members():
    rows = made_up_rows(200, 3)
    trees = fit_trees(ModelSpec(name="trees", leaves=4), rows.inputs, rows.target, 10, 0)
    network = member("mlp", 0)
    cost = cost_of(of(trees, network), 6, 3, 99)
    each = [cost_of(one, 6, 3, 0) for one in (trees, network)]
    assert cost.parameters == sum(one.parameters for one in each)
    assert cost.flops == sum(one.flops for one in each)
    assert cost.size_bytes == 99
    assert each[1].parameters == parameter_count(network.spec, 6, 3)
    assert each[1].flops == flops_per_row(network.spec, 6, 3)
