import pytest
import torch

from core.distill.adamw import StackedAdamW
from core.distill.layers import Layers

SHAPES = [(3, 5, 4), (3, 1, 5)]
RATES, DECAYS = [0.01, 0.001, 0.3], [0.0, 0.1, 0.5]


@pytest.mark.parametrize(("dtype", "apart"), [(torch.float64, 1e-12), (torch.float32, 1e-6)])
def test_every_student_steps_as_with_an_optimizer_of_its_own(dtype, apart):
    generator = torch.Generator().manual_seed(0)
    like = torch.zeros((), dtype=dtype)
    layers, gradients = (Layers.filled(0.0, SHAPES, like) for _ in range(2))
    for part in layers.tensors:
        part.normal_(generator=generator)
    single = [[part[i].clone() for part in layers.tensors] for i in range(3)]
    own = [
        torch.optim.AdamW(parts, rate, weight_decay=decay)
        for parts, rate, decay in zip(single, RATES, DECAYS, strict=True)
    ]
    together = StackedAdamW(layers, gradients, RATES, DECAYS)
    for _ in range(50):
        for part in gradients.tensors:
            part.normal_(generator=generator)
        for i, optimizer in enumerate(own):
            for mine, gradient in zip(single[i], gradients.tensors, strict=True):
                mine.grad = gradient[i].clone()
            optimizer.step()
        together.step()
    for i in range(3):
        for mine, stacked in zip(single[i], layers.tensors, strict=True):
            torch.testing.assert_close(stacked[i], mine, atol=apart, rtol=apart)


def test_what_decay_leaves_is_told_for_each_student():
    like = torch.zeros((), dtype=torch.float64)
    layers, gradients = Layers.filled(1.0, SHAPES, like), Layers.filled(0.0, SHAPES, like)
    together = StackedAdamW(layers, gradients, RATES, DECAYS)
    together.step()
    together.step()
    for student, left in enumerate(together.left):
        torch.testing.assert_close(layers.weights[0][student], torch.full((5, 4), left**2).double())
