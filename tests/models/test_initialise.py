import math

import pytest
import torch
from torch import nn

from core.models.initialise import reset_parameters


def generator(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize(
    ("layer", "fan_in"),
    [
        (nn.Linear(9, 50), 9),
        (nn.GRU(9, 16, batch_first=True), 16),
        (nn.LSTM(9, 16, batch_first=True), 16),
        (nn.Conv1d(4, 50, kernel_size=3), 12),
    ],
)
def test_weights_fill_the_bounds_of_the_layer(layer, fan_in):
    reset_parameters(layer, generator())
    drawn = torch.cat([p.flatten() for p in layer.parameters()])
    bound = 1 / math.sqrt(fan_in)
    assert 0.95 * bound < drawn.abs().max() <= bound


def test_the_same_seed_draws_the_same_weights_whatever_else_is_drawn():
    first, second = nn.Linear(4, 3), nn.Linear(4, 3)
    reset_parameters(first, generator(5))
    torch.rand(100)
    reset_parameters(second, generator(5))
    assert torch.equal(first.weight, second.weight)


def test_another_seed_draws_other_weights():
    first, second = nn.Linear(4, 3), nn.Linear(4, 3)
    reset_parameters(first, generator(5))
    reset_parameters(second, generator(6))
    assert not torch.equal(first.weight, second.weight)


def test_a_layer_of_unknown_kind_is_refused():
    with pytest.raises(TypeError, match="Bilinear"):
        reset_parameters(nn.Bilinear(2, 2, 2), generator())


def test_a_normalisation_starts_without_effect():
    layer = nn.LayerNorm(5)
    nn.init.uniform_(layer.weight)
    reset_parameters(layer, generator())
    assert layer.weight.tolist() == [1] * 5
    assert layer.bias.tolist() == [0] * 5
