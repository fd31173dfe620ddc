"""Small made-up rows for the tests of training."""

import torch

from core.distill.learners import TaughtRows


def made_up_rows(
    n_rows: int,
    n_classes: int = 2,
    seed: int = 0,
    window: int | None = None,
    dtype: torch.dtype = torch.float32,
    n_features: int = 6,
) -> TaughtRows:
    """Rows whose class depends on two features, and a teacher who knows the rule."""
    generator = torch.Generator().manual_seed(seed)
    shape = (n_rows, n_features) if window is None else (n_rows, window, n_features)
    inputs = torch.randn(*shape, generator=generator, dtype=dtype)
    last = inputs if window is None else inputs[:, -1]
    rule = last[:, 0] + last[:, 1] * last[:, 2]
    cuts = torch.linspace(-1, 1, n_classes + 1, dtype=dtype)[1:-1]
    noisy = rule + 0.5 * torch.randn(n_rows, generator=generator, dtype=dtype)
    target = torch.bucketize(noisy, cuts)
    centres = torch.linspace(-1, 1, n_classes, dtype=dtype)
    teacher_logits = -2 * (rule[:, None] - centres[None, :]) ** 2
    return TaughtRows(inputs, target, torch.ones(n_rows, dtype=torch.bool), teacher_logits)
