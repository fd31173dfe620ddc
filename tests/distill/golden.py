"""Four rows of three classes, on which the losses of reference implementations are known."""

import torch

STUDENT = torch.tensor(
    [[1, -0.5, 0.25], [0.1, 0.2, -0.3], [2, 0, -1], [-1.5, 0.5, 0]], dtype=torch.float64
)
TEACHER = torch.tensor([[2, -1, 0.5], [-0.5, 1.5, 0], [3, 1, -2], [-2, 0, 1]], dtype=torch.float64)
TARGET = torch.tensor([0, 1, 0, 2])
