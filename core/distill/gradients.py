"""Gradients of the teacher's voices, written down instead of traced, for stacked students.

Classes stand along `dim` and rows along the last axis, so that many students of one shape
are served by the same few operations. Each equals the gradient that PyTorch finds for the
function of the same name in `core.distill.voices`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
from torch import Tensor

from core.distill.voices import (
    DKD_OTHERS_WEIGHT,
    DKD_TARGET_WEIGHT,
    NORM_FLOOR,
    SPREAD_FLOOR,
    standardised,
)
from core.spec import MethodName

VoiceGradient = Callable[[Tensor, Tensor, Tensor, int], Tensor]


def _hinton(student: Tensor, teacher: Tensor, heat: Tensor, dim: int) -> Tensor:
    difference = torch.softmax(student / heat, dim) - torch.softmax(teacher / heat, dim)
    return difference * (heat / student.shape[-1])


def _logits(student: Tensor, teacher: Tensor, heat: Tensor, dim: int) -> Tensor:  # noqa: ARG001
    difference = student - teacher
    n_values = student.shape[dim] * student.shape[-1]
    return (difference - difference.mean(dim, keepdim=True)) / n_values


def _standard(student: Tensor, teacher: Tensor, heat: Tensor, dim: int) -> Tensor:
    upstream = _hinton(standardised(student, dim), standardised(teacher, dim), heat, dim)
    centred = student - student.mean(dim, keepdim=True)
    spread = student.std(dim=dim, keepdim=True)
    along = (upstream * centred).sum(dim, keepdim=True)
    scale = (spread + SPREAD_FLOOR).square() * spread.clamp(min=SPREAD_FLOOR)
    pull = centred * along / (scale * (student.shape[dim] - 1))
    return (upstream - upstream.mean(dim, keepdim=True)) / (spread + SPREAD_FLOOR) - pull


def _dkd(student: Tensor, teacher: Tensor, heat: Tensor, dim: int) -> Tensor:
    first_choice = teacher.argmax(dim, keepdim=True)
    is_target = torch.zeros_like(teacher, dtype=torch.bool).scatter_(dim, first_choice, True)
    mine, theirs = student / heat, teacher / heat
    excess = torch.softmax(mine, dim) - torch.softmax(theirs, dim)
    on_target = (excess * is_target).sum(dim, keepdim=True)
    others = torch.softmax(mine.masked_fill(is_target, -torch.inf), dim)
    said = torch.softmax(theirs.masked_fill(is_target, -torch.inf), dim)
    binary = on_target * (is_target.to(student.dtype) - others)
    total = DKD_TARGET_WEIGHT * binary + DKD_OTHERS_WEIGHT * (others - said)
    return total * (heat / student.shape[-1])


def _dist(student: Tensor, teacher: Tensor, heat: Tensor, dim: int) -> Tensor:
    mine, theirs = torch.softmax(student / heat, dim), torch.softmax(teacher / heat, dim)
    between_classes = _correlation_slope(mine, theirs, dim) / student.shape[-1]
    between_rows = _correlation_slope(mine, theirs, -1) / student.shape[dim]
    upstream = -(between_classes + between_rows)
    along = (upstream * mine).sum(dim, keepdim=True)
    return mine * (upstream - along) * heat


def _correlation_slope(student: Tensor, teacher: Tensor, dim: int) -> Tensor:
    """Return the slope of the correlation of two vectors along `dim`, for the first of them."""
    mine = student - student.mean(dim, keepdim=True)
    theirs = teacher - teacher.mean(dim, keepdim=True)
    length = mine.norm(dim=dim, keepdim=True).clamp(min=NORM_FLOOR)
    mine = mine / length
    theirs = theirs / theirs.norm(dim=dim, keepdim=True).clamp(min=NORM_FLOOR)
    slope: Tensor = (theirs - mine * (mine * theirs).sum(dim, keepdim=True)) / length
    return slope


VOICE_GRADIENTS: Mapping[MethodName, VoiceGradient] = MappingProxyType(
    {
        "hinton": _hinton,
        "logits": _logits,
        "dkd": _dkd,
        "dist": _dist,
        "standard": _standard,
        "smoothing": _hinton,
        "assistant": _hinton,
        "born_again": _hinton,
    }
)


def logit_gradient(
    method: MethodName,
    student_logits: Tensor,
    teacher_logits: Tensor,
    target: Tensor,
    alpha: Tensor,
    temperature: Tensor,
    label_weight: Tensor,
    dim: int,
) -> Tensor:
    """Gradient of alpha·voice + (1 − alpha)·CE with respect to the student's logits.

    Parameters
    ----------
    method : MethodName
        One of `VOICE_GRADIENTS`.
    student_logits, teacher_logits : Tensor
        Classes along `dim`, rows along the last axis; the teacher's broadcast.
    target : Tensor
        One-hot labels, same shape or one that broadcasts.
    alpha, temperature : Tensor
        One value a student, of a shape that broadcasts.
    label_weight : Tensor
        Weight of each row's label: one over the number of labelled rows, or zero.
    dim : int
        The class axis, counted from the front.

    Returns
    -------
    Tensor
        Of the shape of `student_logits`. Where alpha is zero, the voice adds exactly nothing.
    """
    voice = VOICE_GRADIENTS[method](student_logits, teacher_logits, temperature, dim)
    hard = torch.softmax(student_logits, dim).sub_(target).mul_((1 - alpha) * label_weight)
    return hard.add_(torch.where(alpha > 0, alpha * voice, 0.0))
