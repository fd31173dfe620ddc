"""Filling rows and columns up to even numbers, for speed and for numbers that repeat."""

from __future__ import annotations

import torch
from torch import Tensor

EVEN_COLUMNS = 8
EVEN_ROWS = 32


def even_columns(rows: Tensor) -> Tensor:
    """Return rows with columns of zeros up to a multiple of eight, which multiply faster."""
    missing = -rows.shape[1] % EVEN_COLUMNS
    return torch.nn.functional.pad(rows, (0, missing))


def even_rows(values: Tensor, dim: int) -> Tensor:
    """Return values with zeros along `dim` up to a multiple of 32 rows.

    Vector instructions round otherwise than those for what is left over. With nothing left
    over, no student's numbers depend on where in the stack it stands.
    """
    missing = -values.shape[dim] % EVEN_ROWS
    if missing == 0:
        return values
    filled = [0, 0] * (values.dim() - 1 - dim % values.dim()) + [0, missing]
    return torch.nn.functional.pad(values, filled)
