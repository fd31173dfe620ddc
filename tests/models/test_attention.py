import pytest
import torch

from core.models.attention import SelfAttention, Transformer, sinusoids


@pytest.mark.parametrize("width", [1, 2, 3, 6, 8, 64])
def test_any_width_can_be_built(width):
    network = Transformer(5, 2, width, depth=1, window=4)
    assert network(torch.zeros(3, 4, 5)).shape == (3, 2)


def test_attention_is_that_of_torch():
    ours, theirs = SelfAttention(8), torch.nn.MultiheadAttention(8, 4, batch_first=True)
    with torch.no_grad():
        theirs.in_proj_weight.copy_(ours.asked.weight)
        theirs.in_proj_bias.copy_(ours.asked.bias)
        theirs.out_proj.weight.copy_(ours.gathered.weight)
        theirs.out_proj.bias.copy_(ours.gathered.bias)
    days = torch.randn(3, 5, 8, generator=torch.Generator().manual_seed(0))
    expected, _ = theirs(days, days, days)
    torch.testing.assert_close(ours(days), expected)


@pytest.mark.parametrize("width", [1, 5, 8])
def test_no_two_days_have_the_same_position(width):
    positions = sinusoids(120, width)
    assert positions.shape == (120, width)
    assert len(positions.unique(dim=0)) == 120


def test_positions_are_not_among_what_is_learned():
    network = Transformer(5, 2, 8, depth=1, window=4)
    assert "positions" not in dict(network.named_parameters())
    assert "positions" not in network.state_dict()
