"""What every trained model can do, whatever is inside."""

from __future__ import annotations

from typing import Protocol

from torch import Tensor

from core.models.catalog import reads_windows
from core.spec import ModelSpec
from core.tasks.dataset import Part


class TrainedModel(Protocol):
    """A model that answers with logits."""

    @property
    def spec(self) -> ModelSpec:
        """The architecture and its size."""
        ...

    def logits(self, inputs: Tensor) -> Tensor:
        """Answer rows (n_rows, n_features) or windows (n_rows, window, n_features).

        Returns
        -------
        Tensor of shape (n_rows, n_classes), float32, without gradient
        """
        ...


def inputs_for(spec: ModelSpec, part: Part) -> Tensor:
    """Return what a model of this kind reads: rows, or windows of days."""
    if reads_windows(spec):
        return part.windows(spec.window)
    return part.rows


def member_inputs(spec: ModelSpec, inputs: Tensor) -> Tensor:
    """Return what a member of an ensemble reads of the ensemble's rows or windows.

    A member that reads rows takes the last day of each window, which is the row itself.
    """
    if inputs.ndim == 3 and not reads_windows(spec):
        return inputs[:, -1]
    return inputs
