"""The ways of measuring how far a student is from its teacher, each with its paper.

A voice is what alpha multiplies in alpha·voice + (1 − alpha)·CE. Each is a pure function of
logits (n_rows, n_classes) and a temperature, none sees a label, and so alpha = 1 means for
every method that only the teacher is heard.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import torch
from torch import Tensor
from torch.nn import functional

from core.distill.losses import hard_loss, mix, soft_loss
from core.spec import MethodName

Voice = Callable[[Tensor, Tensor, float], Tensor]

DKD_TARGET_WEIGHT = 1.0
DKD_OTHERS_WEIGHT = 8.0
SPREAD_FLOOR = 1e-7
NORM_FLOOR = 1e-8


def hinton_voice(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """T²·KL(teacher ‖ student) of softened answers; see `core.distill.losses.hinton_loss`."""
    return temperature**2 * soft_loss(student_logits, teacher_logits, temperature)


def logits_voice(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:  # noqa: ARG001
    """Half the mean squared difference of logits; the temperature plays no part.

    Source: Kim, Oh, Kim, Cho and Yun, "Comparing Kullback-Leibler divergence and mean squared
    error loss in knowledge distillation", 2021 (arXiv 2105.08919). Deviation: logits are
    centred over the classes first, since adding a number to all of them changes no answer and
    trees choose that number freely; and with the half, it is the limit of Hinton's loss at
    high temperature.
    """
    difference = _centred(student_logits, 1) - _centred(teacher_logits, 1)
    return 0.5 * difference.square().mean()


def dkd_terms(
    student_logits: Tensor, teacher_logits: Tensor, target: Tensor, temperature: float
) -> tuple[Tensor, Tensor]:
    """Target and non-target terms of decoupled distillation, both times T².

    Source: Zhao, Cui, Song, Qiu and Liang, "Decoupled knowledge distillation", 2022 (arXiv
    2203.08679). KL = TCKD + (1 − teacher's target probability)·NCKD, row by row.

    Parameters
    ----------
    student_logits, teacher_logits : Tensor of shape (n_rows, n_classes)
        Of three or more classes; with two, the second term is zero.
    target : Tensor of shape (n_rows,), int64
        The class set apart in each row.
    temperature : float
        Softening of both answers.
    """
    is_target = functional.one_hot(target, student_logits.shape[1]).bool()
    student, teacher = student_logits / temperature, teacher_logits / temperature
    binary = _divergence(_target_or_not(student, is_target), _target_or_not(teacher, is_target))
    others = _divergence(_others(student, is_target), _others(teacher, is_target))
    return temperature**2 * binary, temperature**2 * others


def dkd_voice(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """TCKD + 8·NCKD, the published weights; see `dkd_terms`.

    Deviation: the class set apart is the teacher's first choice instead of the label, so that
    rows without a label are taught too and the teacher's voice never holds a label. There is
    no warm-up.
    """
    target = teacher_logits.argmax(dim=1)
    binary, others = dkd_terms(student_logits, teacher_logits, target, temperature)
    return DKD_TARGET_WEIGHT * binary + DKD_OTHERS_WEIGHT * others


def dist_terms(
    student_logits: Tensor, teacher_logits: Tensor, temperature: float
) -> tuple[Tensor, Tensor]:
    """Relations between the classes of a row, and between the rows of a class.

    Each is one minus a mean correlation of softened probabilities. Source: Huang, You, Wang,
    Qian and Xu, "Knowledge distillation from a stronger teacher", 2022 (arXiv 2205.10536).
    """
    student = functional.softmax(student_logits / temperature, dim=1)
    teacher = functional.softmax(teacher_logits / temperature, dim=1)
    return 1 - _correlation(student, teacher, 1).mean(), 1 - _correlation(
        student, teacher, 0
    ).mean()


def dist_voice(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """T²·(inter + intra), both with weight one; see `dist_terms`.

    Deviation: alpha weighs the labels too, where the paper keeps them at full weight.
    """
    between_classes, between_rows = dist_terms(student_logits, teacher_logits, temperature)
    return temperature**2 * (between_classes + between_rows)


def standardised(logits: Tensor, dim: int = 1) -> Tensor:
    """Logits with mean zero and spread one over the classes of each row.

    Source: Sun, Ren, Li, Wang and Cao, "Logit standardization in knowledge distillation",
    2024 (arXiv 2403.01427); the spread divides by one less than the number of classes, as
    in the authors' code.
    """
    centred = _centred(logits, dim)
    spread = logits.std(dim=dim, keepdim=True)
    return centred / (spread + SPREAD_FLOOR)


def standard_voice(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """Hinton's voice of standardised logits; see `standardised`.

    Deviation: alpha takes the place of the authors' weights, 9 for the teacher and 1 for the
    labels: alpha = 0.9 keeps their ratio.
    """
    return hinton_voice(standardised(student_logits), standardised(teacher_logits), temperature)


def smoothing_loss(
    logits: Tensor, target: Tensor, alpha: float, labelled: Tensor | None = None
) -> Tensor:
    """Label smoothing, the control: (1 − alpha)·CE + alpha·KL(uniform ‖ student).

    Source: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna, "Rethinking the Inception architecture",
    2016 (arXiv 1512.00567). It is Hinton's loss at T = 1 with a teacher who knows nothing, and
    differs from PyTorch's ``label_smoothing`` by a constant only. Deviation: rows whose label is
    hidden are pulled to the uniform answer too, as a teacher would speak for them.
    """
    uniform = soft_loss(logits, torch.zeros_like(logits), 1.0)
    return mix(uniform, hard_loss(logits, target, labelled), alpha)


VOICES: Mapping[MethodName, Voice] = MappingProxyType(
    {
        "hinton": hinton_voice,
        "logits": logits_voice,
        "dkd": dkd_voice,
        "dist": dist_voice,
        "standard": standard_voice,
        "hint": hinton_voice,
        "time_map": hinton_voice,
        "smoothing": hinton_voice,
        "assistant": hinton_voice,
        "born_again": hinton_voice,
    }
)


def distillation_loss(
    method: MethodName,
    student_logits: Tensor,
    teacher_logits: Tensor,
    target: Tensor,
    alpha: float,
    temperature: float,
    labelled: Tensor | None = None,
    label_smoothing: float = 0.0,
) -> Tensor:
    """alpha·voice + (1 − alpha)·CE for a method; a voice without weight is not even computed.

    Parameters
    ----------
    method : MethodName
        A method that changes who speaks, or also compares hidden units, has Hinton's voice.
    student_logits, teacher_logits : Tensor of shape (n_rows, n_classes)
    target : Tensor of shape (n_rows,), int64
    alpha, temperature : float
    labelled : Tensor of shape (n_rows,), bool, optional
        Rows whose label is known; the teacher speaks for all rows.
    label_smoothing : float
        Share of each label that is spread evenly over all classes.
    """
    if alpha == 0:
        return hard_loss(student_logits, target, labelled, label_smoothing)
    voice = VOICES[method](student_logits, teacher_logits, temperature)
    return mix(voice, hard_loss(student_logits, target, labelled, label_smoothing), alpha)


def _centred(values: Tensor, dim: int) -> Tensor:
    return values - values.mean(dim=dim, keepdim=True)


def _target_or_not(logits: Tensor, is_target: Tensor) -> Tensor:
    """Log probabilities of the target and of all other classes together, (n_rows, 2)."""
    others = _others(logits, is_target).logsumexp(dim=1)
    return functional.log_softmax(torch.stack([logits[is_target], others], dim=1), dim=1)


def _others(logits: Tensor, is_target: Tensor) -> Tensor:
    return logits[~is_target].view(len(logits), -1)


def _divergence(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean KL(teacher ‖ student) of logits or log probabilities, (n_rows, n_classes)."""
    return soft_loss(student, teacher, 1.0)


def _correlation(first: Tensor, second: Tensor, dim: int) -> Tensor:
    return functional.cosine_similarity(
        _centred(first, dim), _centred(second, dim), dim=dim, eps=NORM_FLOOR
    )
