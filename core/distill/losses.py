"""What a student is punished for: its labels, and how far it is from its teacher.

Everything here is a pure function of logits. The class axis is named by ``dim``,
since stacked students keep their classes in the middle.
"""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional


def hard_loss(
    logits: Tensor, target: Tensor, labelled: Tensor | None = None, smoothing: float = 0.0
) -> Tensor:
    """Cross-entropy with the labels, averaged over the rows whose label is known.

    Parameters
    ----------
    logits : Tensor of shape (n_rows, n_classes)
    target : Tensor of shape (n_rows,), int64
    labelled : Tensor of shape (n_rows,), bool, optional
        Rows whose label is known; all of them when left out. Without any, the loss is zero.
    smoothing : float
        Share of each label that is spread evenly over all classes.
    """
    each = functional.cross_entropy(logits, target, reduction="none", label_smoothing=smoothing)
    if labelled is None:
        return each.mean()
    return (each * labelled).sum() / labelled.sum().clamp(min=1)


def soft_loss(student_logits: Tensor, teacher_logits: Tensor, temperature: float) -> Tensor:
    """Mean divergence KL(teacher ‖ student) of answers softened by `temperature`, in nats.

    It is not multiplied by the temperature squared, so curves at different temperatures
    can be compared. Logits have shape (n_rows, n_classes).
    """
    teacher = functional.log_softmax(teacher_logits / temperature, dim=1)
    student = functional.log_softmax(student_logits / temperature, dim=1)
    return functional.kl_div(student, teacher, reduction="batchmean", log_target=True)


def mix(voice: Tensor, hard: Tensor, alpha: float) -> Tensor:
    """Weigh the two voices: alpha·voice + (1 − alpha)·hard.

    A voice with no weight is left out, so that alpha = 1 never looks at a label and
    alpha = 0 never at the teacher.
    """
    if alpha == 0:
        return hard
    if alpha == 1:
        return voice
    return alpha * voice + (1 - alpha) * hard


def hinton_loss(
    student_logits: Tensor,
    teacher_logits: Tensor,
    target: Tensor,
    alpha: float,
    temperature: float,
    labelled: Tensor | None = None,
) -> Tensor:
    """Distillation loss alpha·T²·KL(teacher ‖ student) + (1 − alpha)·CE.

    Source: Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network",
    2015 (arXiv 1503.02531). T² keeps the size of the gradient when the temperature changes.

    Parameters
    ----------
    student_logits, teacher_logits : Tensor of shape (n_rows, n_classes)
    target : Tensor of shape (n_rows,), int64
    alpha : float
        Weight of the teacher's voice, 0 to 1.
    temperature : float
        Softening of both answers.
    labelled : Tensor of shape (n_rows,), bool, optional
        Rows whose label is known; the teacher speaks for all rows.
    """
    soft = soft_loss(student_logits, teacher_logits, temperature)
    hard = hard_loss(student_logits, target, labelled)
    return mix(temperature**2 * soft, hard, alpha)
