import pytest
import torch

from core.models.dropout import Dropout, attach_generator, keep_mask


def test_kept_units_are_scaled_so_that_the_mean_stays():
    mask = keep_mask(1000, 50, 0.25, torch.zeros(1), torch.Generator().manual_seed(0))
    assert mask.unique().tolist() == pytest.approx([0, 1 / 0.75])
    assert mask.mean().item() == pytest.approx(1, abs=0.02)


def test_nothing_is_dropped_outside_training():
    layer = Dropout(0.5).eval()
    inputs = torch.randn(4, 3)
    assert torch.equal(layer(inputs), inputs)


def test_each_day_of_a_window_loses_units_of_its_own():
    layer = Dropout(0.5)
    attach_generator(layer, torch.Generator().manual_seed(0))
    dropped = layer(torch.ones(50, 4, 6))
    assert dropped.shape == (50, 4, 6)
    assert not torch.equal(dropped[:, 0], dropped[:, 1])


def test_training_without_a_generator_is_refused():
    with pytest.raises(RuntimeError, match="needs a generator"):
        Dropout(0.5)(torch.randn(4, 3))


def test_a_generator_reaches_every_dropout_layer_of_a_network():
    network = torch.nn.Sequential(Dropout(0.5), torch.nn.Sequential(Dropout(0.1)))
    attach_generator(network, torch.Generator())
    assert all(m.generator is not None for m in network.modules() if isinstance(m, Dropout))
