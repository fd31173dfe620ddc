import pytest
import torch

from core.distill.layers import stack_layers, unstack_layers
from core.distill.passes import Space, backward, forward
from core.models.network import build_network
from core.spec import ModelSpec

SPACE = torch.zeros((), dtype=torch.float64)


def modules(depth, n_classes=3, n_seeds=2):
    spec = ModelSpec(name="mlp", width=5, depth=depth) if depth else ModelSpec(name="linear")
    return [
        build_network(spec, 4, n_classes, torch.Generator().manual_seed(seed)).double()
        for seed in range(n_seeds)
    ]


def answers(layers, inputs):
    hidden, logits = forward(layers, inputs, [], Space(SPACE))
    return hidden, logits


def as_stacked(logits):
    return logits if len(logits) > 2 else (logits[1:] - logits[:1]) / 2


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_stacked_students_answer_like_each_by_itself(depth, n_classes):
    seeds = modules(depth, n_classes)
    inputs = torch.randn(2, 7, 4, dtype=torch.float64)
    _, logits = answers(stack_layers(seeds, cells=3, n_inputs=4), inputs)
    for number in range(6):
        expected = as_stacked(seeds[number // 3](inputs[number // 3]).T)
        torch.testing.assert_close(logits[number], expected)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_one_group_of_rows_serves_all_students(depth):
    seeds = modules(depth)
    rows = torch.randn(7, 4, dtype=torch.float64)
    _, logits = answers(stack_layers(seeds, cells=1, n_inputs=4), rows[None])
    torch.testing.assert_close(logits[1], seeds[1](rows).T)


@pytest.mark.parametrize("depth", [0, 1, 2])
def test_empty_columns_change_no_answer(depth):
    seeds = modules(depth)
    rows = torch.randn(1, 7, 4, dtype=torch.float64)
    wide = torch.nn.functional.pad(rows, (0, 4))
    _, narrow = answers(stack_layers(seeds, cells=1, n_inputs=4), rows)
    _, padded = answers(stack_layers(seeds, cells=1, n_inputs=8), wide)
    torch.testing.assert_close(padded, narrow)


@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize("depth", [0, 1, 2])
def test_stacked_gradients_equal_autograd(depth, n_classes):
    seeds = modules(depth, n_classes)
    inputs = torch.randn(2, 7, 4, dtype=torch.float64)
    layers = stack_layers(seeds, cells=1, n_inputs=4)
    gradients = layers.alike(0.0)
    hidden, logits = answers(layers, inputs)
    upstream = torch.randn_like(logits)
    backward(layers, gradients, inputs, hidden, upstream, None, Space(SPACE))
    for number, module in enumerate(seeds):
        slope = upstream[number]
        slope = slope if n_classes == 3 else torch.cat([-slope, slope])
        (module(inputs[number]).T * slope).sum().backward()
        linears = [m for m in module.modules() if isinstance(m, torch.nn.Linear)]
        for layer, linear in enumerate(linears):
            outputs = len(gradients.weights[layer][number])
            weight, bias = linear.weight.grad[-outputs:], linear.bias.grad[-outputs:]
            torch.testing.assert_close(gradients.weights[layer][number], weight)
            torch.testing.assert_close(gradients.biases[layer][number, :, 0], bias)


@pytest.mark.parametrize("n_classes", [2, 3])
def test_unstacking_gives_back_what_was_stacked(n_classes):
    seeds = modules(2, n_classes)
    layers = stack_layers(seeds, cells=2, n_inputs=8)
    students = unstack_layers(layers, seeds, cells=2, left=[1.0] * 4)
    for number, student in enumerate(students):
        for mine, theirs in zip(student.parameters(), seeds[number // 2].parameters(), strict=True):
            torch.testing.assert_close(mine, theirs)


def test_weight_decay_reaches_the_mean_of_two_logits():
    seeds = modules(1, n_classes=2, n_seeds=1)
    layers = stack_layers(seeds, cells=1, n_inputs=4)
    (student,) = unstack_layers(layers, seeds, cells=1, left=[0.5])
    mean = seeds[0].head.weight.mean(dim=0)
    torch.testing.assert_close(student.head.weight.mean(dim=0), 0.5 * mean)


def test_each_students_value_stands_at_all_its_weights():
    layers = stack_layers(modules(1), cells=2, n_inputs=4)
    spread = layers.spread(torch.arange(4, dtype=torch.float64))
    expected = [part.new_tensor(range(4))[:, None, None].expand_as(part) for part in layers.tensors]
    assert torch.equal(
        spread[: sum(e.numel() for e in expected)], torch.cat([e.flatten() for e in expected])
    )
