"""Watching a training: the losses and the ranking of many learners on the same rows."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from core.distill.learners import Learner
from core.distill.reports import LearnerReport

WATCHED_ROWS = 2048


@dataclass(frozen=True)
class Losses:
    """Losses of each learner on some rows, each of shape (n_learners,); ``soft`` without T²."""

    hard: Tensor
    soft: Tensor
    total: Tensor


def watch(
    logits: Tensor,
    teacher_logits: Tensor | None,
    target: Tensor,
    labelled: Tensor,
    learners: tuple[Learner, ...],
) -> Losses:
    """Return the losses of learners side by side.

    Parameters
    ----------
    logits : Tensor of shape (n_learners, n_classes, n_rows)
    teacher_logits : Tensor of shape (n_rows, n_classes), or None
    target : Tensor of shape (n_rows,), int64
    labelled : Tensor of shape (n_rows,), bool
    learners : tuple of Learner
        Give alpha and temperature.
    """
    hard = _hard(logits, target, labelled)
    if teacher_logits is None:
        return Losses(hard, torch.zeros_like(hard), hard)
    alpha = logits.new_tensor([learner.alpha for learner in learners])
    temperature = logits.new_tensor([learner.temperature for learner in learners])
    soft = _soft(logits, teacher_logits.T[None], temperature[:, None, None])
    total = alpha * temperature**2 * soft + (1 - alpha) * hard
    return Losses(hard, soft, total)


def _hard(logits: Tensor, target: Tensor, labelled: Tensor) -> Tensor:
    own = logits.gather(1, target.expand(len(logits), 1, -1)).squeeze(1)
    each = logits.logsumexp(dim=1) - own
    return (each * labelled).sum(1) / labelled.sum().clamp(min=1)


def _soft(logits: Tensor, teacher_logits: Tensor, temperature: Tensor) -> Tensor:
    teacher = functional.log_softmax(teacher_logits / temperature, dim=1)
    student = functional.log_softmax(logits / temperature, dim=1)
    return (teacher.exp() * (teacher - student)).sum(dim=(1, 2)) / logits.shape[2]


def roc_auc(logits: Tensor, target: Tensor) -> Tensor:
    """Return the area under the ROC curve of each learner, one class against the rest.

    Ties count half. Classes that are absent, or alone, are left out of the mean.

    Parameters
    ----------
    logits : Tensor of shape (n_learners, n_classes, n_rows)
    target : Tensor of shape (n_rows,), int64

    Returns
    -------
    Tensor of shape (n_learners,), NaN where no class can be ranked
    """
    n_classes = logits.shape[1]
    if n_classes == 2:
        return _rank(logits[:, 1] - logits[:, 0], target == 1)
    shares = logits.softmax(dim=1)
    each = [_rank(shares[:, c], target == c) for c in range(n_classes)]
    return torch.stack(each).nanmean(dim=0)


def _rank(score: Tensor, positive: Tensor) -> Tensor:
    below = score[:, ~positive].sort(dim=1).values
    above = score[:, positive].contiguous()
    if below.shape[1] == 0 or above.shape[1] == 0:
        return torch.full((len(score),), torch.nan, dtype=score.dtype)
    won = torch.searchsorted(below, above) + torch.searchsorted(below, above, right=True)
    return won.double().mean(dim=1).to(score.dtype) / (2 * below.shape[1])


def reports(
    learners: tuple[Learner, ...],
    train: Losses,
    validation: Losses,
    auc: Tensor,
    is_best: Tensor,
) -> tuple[LearnerReport, ...]:
    """Turn the numbers of one epoch into one report a learner."""
    taught = [learner.role == "distilled" for learner in learners]
    columns = zip(
        learners,
        train.hard.tolist(),
        [s if t else None for s, t in zip(train.soft.tolist(), taught, strict=True)],
        train.total.tolist(),
        validation.total.tolist(),
        auc.tolist(),
        is_best.tolist(),
        strict=True,
    )
    return tuple(
        LearnerReport(learner.role, learner.seed, hard, soft, total, checked, rank, best)
        for learner, hard, soft, total, checked, rank, best in columns
    )
