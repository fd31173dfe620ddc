"""Watching a training: the losses and the ranking of many learners on the same rows."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from core.distill.learners import Learner
from core.distill.losses import mix
from core.distill.reports import LearnerReport
from core.distill.voices import VOICES, hinton_voice

WATCHED_ROWS = 2048
EXACT_ABOVE = 40.0


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
    known: int | None = None,
) -> Losses:
    """Return the losses of learners side by side.

    Parameters
    ----------
    logits : Tensor of shape (n_learners, n_classes, n_rows)
        For two classes also (n_learners, 1, n_rows): half the difference of the two.
    teacher_logits : Tensor of shape (n_rows, n_classes), or None
    target : Tensor of shape (n_rows,), int64
    labelled : Tensor of shape (n_rows,), bool
    learners : tuple of Learner
        Give method, alpha and temperature.
    known : int, optional
        Rows that count, the first ones; all of them when left out. Labels of the others
        must be marked as hidden.
    """
    known = known or len(target)
    half = _half_difference(logits)
    hard = _hard(logits, target, labelled) if half is None else _hard_of_two(half, target, labelled)
    if teacher_logits is None:
        return Losses(hard, torch.zeros_like(hard), hard)
    alpha = logits.new_tensor([learner.alpha for learner in learners])
    temperature = logits.new_tensor([learner.temperature for learner in learners])
    if half is None:
        soft = _soft(logits, teacher_logits.T[None], temperature[:, None, None], known)
    else:
        soft = _soft_of_two(half, teacher_logits, temperature, known)
    total = alpha * temperature**2 * soft + (1 - alpha) * hard
    for number, learner in enumerate(learners):
        speak = VOICES[learner.method]
        if speak is not hinton_voice and learner.alpha > 0:
            answers = _all_logits(logits[number]).T[:known]
            voice = speak(answers, teacher_logits[:known], learner.temperature)
            total[number] = mix(voice, hard[number], learner.alpha)
    return Losses(hard, soft, total)


def _half_difference(logits: Tensor) -> Tensor | None:
    """Return (n_learners, n_rows) for two classes: their losses need no more, and cost half."""
    if logits.shape[1] == 1:
        return logits[:, 0]
    return (logits[:, 1] - logits[:, 0]) / 2 if logits.shape[1] == 2 else None


def _all_logits(logits: Tensor) -> Tensor:
    return torch.cat([-logits, logits]) if len(logits) == 1 else logits


def _hard(logits: Tensor, target: Tensor, labelled: Tensor) -> Tensor:
    own = logits.gather(1, target.expand(len(logits), 1, -1)).squeeze(1)
    each = logits.logsumexp(dim=1) - own
    return (each * labelled).sum(1) / labelled.sum().clamp(min=1)


def _hard_of_two(half: Tensor, target: Tensor, labelled: Tensor) -> Tensor:
    each = functional.softplus(half * (2 - 4 * target), threshold=EXACT_ABOVE)
    return each.mul_(labelled).sum(dim=1) / labelled.sum().clamp(min=1)


def _soft(logits: Tensor, teacher_logits: Tensor, temperature: Tensor, known: int) -> Tensor:
    teacher = functional.log_softmax(teacher_logits / temperature, dim=1)
    student = functional.log_softmax(logits / temperature, dim=1)
    each = (teacher.exp() * (teacher - student)).sum(dim=1)
    return each[:, :known].mean(dim=1)


def _soft_of_two(half: Tensor, teacher_logits: Tensor, temperature: Tensor, known: int) -> Tensor:
    """Return KL = softplus(u) − softplus(t) − p·(u − t), with softened differences u and t.

    The teacher's t and p = sigmoid(t) are worked out once for all learners of a temperature.
    """
    heats, of_learner = torch.unique(temperature, return_inverse=True)
    said = (teacher_logits[:, 1] - teacher_logits[:, 0]) / heats[:, None]
    share = torch.sigmoid(said)
    own = share * said - functional.softplus(said, threshold=EXACT_ABOVE)
    difference = half * (2 / temperature[:, None])
    each = functional.softplus(difference, threshold=EXACT_ABOVE)
    each.sub_(difference.mul_(share[of_learner]))
    teachers_part = own[:, :known].mean(dim=1)[of_learner]
    divergence: Tensor = each[:, :known].mean(dim=1) + teachers_part
    return divergence


def roc_auc(logits: Tensor, target: Tensor) -> Tensor:
    """Return the area under the ROC curve of each learner, one class against the rest.

    Ties count half. Classes that are absent, or alone, are left out of the mean.

    Parameters
    ----------
    logits : Tensor of shape (n_learners, n_classes, n_rows)
        Or as `watch` takes them.
    target : Tensor of shape (n_rows,), int64

    Returns
    -------
    Tensor of shape (n_learners,), NaN where no class can be ranked
    """
    half = _half_difference(logits)
    if half is not None:
        return _rank(half, target == 1)
    shares = logits.softmax(dim=1)
    each = [_rank(shares[:, c], target == c) for c in range(logits.shape[1])]
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
