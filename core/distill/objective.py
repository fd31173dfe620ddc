"""What one network is trained for: the loss of its method, hidden units included."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from core.distill.learners import Learner, TaughtRows
from core.distill.losses import hard_loss
from core.distill.voices import distillation_loss
from core.models.hidden import (
    answer_with_states,
    last_units,
    map_of_days,
    states_of,
)
from core.models.initialise import reset_parameters
from core.models.network import NetworkModel
from core.models.trained import TrainedModel
from core.spec import MethodName

HIDDEN_METHODS: frozenset[MethodName] = frozenset({"hint", "time_map"})
PROJECTOR_SEED = 30_000
ROWS_AT_ONCE = 2048


class Hint(nn.Module):
    """Mean squared difference between the teacher's hidden units and a guess at them.

    A linear projector, trained with the student and thrown away with this object, guesses
    from the student's own units. Source: Romero et al., "FitNets: hints for thin deep nets",
    2015 (arXiv 1412.6550). Deviations: one stage instead of two, and a mean over units that
    were brought to one scale on the training rows, so that the weight need not be tuned.
    """

    def __init__(self, before: int, after: int, generator: torch.Generator) -> None:
        super().__init__()
        self.projector = nn.Linear(before, after)
        reset_parameters(self, generator)

    def forward(self, states: Tensor, shown: Tensor) -> Tensor:
        """Compare the student's states with the teacher's units, (n_rows, width)."""
        guessed: Tensor = self.projector(last_units(states))
        return (guessed - shown).square().mean()


class DayMap(nn.Module):
    """Squared difference of the maps of days, summed over days, averaged over rows.

    Source: Zagoruyko and Komodakis, "Paying more attention to attention", 2017 (arXiv
    1612.03928), in the squared form of the authors' code. Deviations: a sum over days where
    that code takes a mean over positions, so that a longer window does not make it fainter,
    and a weight of one beside the soft targets.
    """

    def forward(self, states: Tensor, shown: Tensor) -> Tensor:
        """Compare the student's states with the teacher's map, (n_rows, window)."""
        return (map_of_days(states) - shown).square().sum(dim=1).mean()


class Objective:
    """The loss of one learner: alpha·(voice + hidden units) + (1 − alpha)·CE.

    Parameters
    ----------
    learner : Learner
    module : nn.Module
        The network that will be trained; only its sizes are looked at.
    rows : TaughtRows
        Training rows; their ``shown`` tells the teacher's width.
    """

    def __init__(self, learner: Learner, module: nn.Module, rows: TaughtRows) -> None:
        self.learner = learner
        self.comparison = _comparison(learner, module, rows)

    def parameters(self) -> list[nn.Parameter]:
        """Return what is trained besides the network."""
        return [] if self.comparison is None else list(self.comparison.parameters())

    def loss(self, module: nn.Module, rows: TaughtRows) -> Tensor:
        """Return the loss on some rows, with gradient."""
        if self.comparison is None:
            return self._told(module(rows.inputs), rows)
        logits, states = answer_with_states(module, rows.inputs)
        compared: Tensor = self.comparison(states, rows.shown)
        return self._told(logits, rows) + self.learner.alpha * compared

    @torch.no_grad()
    def hidden_loss(self, module: nn.Module, rows: TaughtRows) -> Tensor | float:
        """Return the part of the loss that logits do not tell: alpha·(hidden units)."""
        if self.comparison is None:
            return 0.0
        total = torch.zeros(())
        for index in torch.split(torch.arange(len(rows)), ROWS_AT_ONCE):
            part = rows.take(index)
            compared = self.comparison(states_of(module, part.inputs), part.shown)
            total = total + compared * len(part)
        return self.learner.alpha * total / len(rows)

    def _told(self, logits: Tensor, rows: TaughtRows) -> Tensor:
        own, labelled, smoothing = self.learner, rows.labelled, self.learner.label_smoothing
        if rows.teacher_logits is None:
            return hard_loss(logits, rows.target, labelled, smoothing)
        return distillation_loss(
            own.method,
            logits,
            rows.teacher_logits,
            rows.target,
            own.alpha,
            own.temperature,
            labelled,
            smoothing,
        )


def what_is_shown(method: MethodName, teacher: TrainedModel, inputs: Tensor) -> Tensor | None:
    """Return what a method compares besides logits, for the rows as the teacher reads them.

    Returns
    -------
    Tensor of shape (n_rows, width) for a hint, (n_rows, window) for a map of days
        None for the other methods.

    Raises
    ------
    TypeError
        When the teacher is no network.
    """
    if method not in HIDDEN_METHODS:
        return None
    if not isinstance(teacher, NetworkModel):
        raise TypeError(f"{teacher.spec.name} has no hidden units")
    states = states_of(teacher.module, inputs)
    return last_units(states) if method == "hint" else map_of_days(states)


def _comparison(learner: Learner, module: nn.Module, rows: TaughtRows) -> Hint | DayMap | None:
    if learner.alpha == 0 or learner.method not in HIDDEN_METHODS:
        return None
    if rows.shown is None:
        raise ValueError(f"the method {learner.method} needs the teacher's hidden units")
    if learner.method == "time_map":
        return DayMap()
    generator = torch.Generator().manual_seed(PROJECTOR_SEED + learner.seed)
    width = last_units(states_of(module, rows.inputs[:1])).shape[1]
    return Hint(width, rows.shown.shape[1], generator).to(rows.inputs.device, rows.inputs.dtype)
