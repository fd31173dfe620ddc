"""Several models that answer as one."""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from core.models.trained import TrainedModel, member_inputs
from core.spec import ModelSpec


@dataclass(frozen=True)
class EnsembleModel:
    """Trained members whose probabilities, not logits, are averaged."""

    spec: ModelSpec
    members: tuple[TrainedModel, ...]

    def logits(self, inputs: Tensor) -> Tensor:
        """Return the logarithm of the mean probabilities, of shape (n_rows, n_classes).

        Parameters
        ----------
        inputs : Tensor
            Rows, or windows of days where a member reads windows; members that read rows
            then take the last day.
        """
        said = [m.logits(member_inputs(m.spec, inputs)).log_softmax(dim=1) for m in self.members]
        return torch.stack(said).logsumexp(dim=0) - math.log(len(said))
