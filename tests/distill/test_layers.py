import pytest
import torch

from core.distill.layers import backward, forward, stack_layers, unstack_layers
from core.models.network import build_network
from core.spec import ModelSpec


def modules(depth, n_seeds=2):
    spec = ModelSpec(name="mlp", width=5, depth=depth) if depth else ModelSpec(name="linear")
    return [
        build_network(spec, 4, 3, torch.Generator().manual_seed(seed)).double()
        for seed in range(n_seeds)
    ]


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_stacked_students_answer_like_each_by_itself(depth):
    seeds = modules(depth)
    inputs = torch.randn(2, 7, 4, dtype=torch.float64)
    _, logits = forward(stack_layers(seeds, cells=3), inputs, [])
    for number in range(6):
        expected = seeds[number // 3](inputs[number // 3]).T
        torch.testing.assert_close(logits[number], expected)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_one_group_of_rows_serves_all_students(depth):
    seeds = modules(depth)
    rows = torch.randn(7, 4, dtype=torch.float64)
    _, logits = forward(stack_layers(seeds, cells=1), rows[None], [])
    torch.testing.assert_close(logits[1], seeds[1](rows).T)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_stacked_gradients_equal_autograd(depth):
    seeds = modules(depth)
    inputs = torch.randn(2, 7, 4, dtype=torch.float64)
    layers = stack_layers(seeds, cells=1)
    hidden, logits = forward(layers, inputs, [])
    upstream = torch.randn_like(logits)
    backward(layers, inputs, hidden, upstream, [])
    for number, module in enumerate(seeds):
        (module(inputs[number]).T * upstream[number]).sum().backward()
        linears = [m for m in module.modules() if isinstance(m, torch.nn.Linear)]
        for layer, linear in enumerate(linears):
            torch.testing.assert_close(layers.weights[layer].grad[number], linear.weight.grad)
            torch.testing.assert_close(layers.biases[layer].grad[number, :, 0], linear.bias.grad)


def test_unstacking_gives_back_what_was_stacked():
    seeds = modules(2)
    students = unstack_layers(stack_layers(seeds, cells=2), seeds, cells=2)
    for number, student in enumerate(students):
        for mine, theirs in zip(student.parameters(), seeds[number // 2].parameters(), strict=True):
            assert torch.equal(mine, theirs)
