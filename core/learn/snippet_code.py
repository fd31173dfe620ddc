"""The usual distillation snippet in pieces, each as it should be and as it is often found.

The screen shows the source of these very functions, so the code that is read is the code that
ran. They are written to be read: plain PyTorch, one idea each.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

TEMPERATURE = 4.0
ALPHA = 0.5


class Student(nn.Module):
    """Two layers, both used."""

    def __init__(self, n_features: int, n_classes: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_features, 16)
        self.head = nn.Linear(16, n_classes)

    def forward(self, rows: Tensor) -> Tensor:
        """Return logits of shape (n_rows, n_classes)."""
        units = self.hidden(rows).relu()
        logits: Tensor = self.head(units)
        return logits


class StudentWithSpareLayer(nn.Module):
    """Three layers, of which forward uses two."""

    def __init__(self, n_features: int, n_classes: int) -> None:
        super().__init__()
        self.hidden = nn.Linear(n_features, 16)
        self.head = nn.Linear(16, n_classes)
        # Forward never asks this one.
        self.middle = nn.Linear(16, 16)

    def forward(self, rows: Tensor) -> Tensor:
        """Return logits of shape (n_rows, n_classes)."""
        units = self.hidden(rows).relu()
        logits: Tensor = self.head(units)
        return logits


def hard_loss(student_logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of logits, as PyTorch means it."""
    return functional.cross_entropy(student_logits, labels)


def hard_loss_of_softmax(student_logits: Tensor, labels: Tensor) -> Tensor:
    """Cross-entropy of probabilities, which takes a softmax of a softmax."""
    probabilities = torch.softmax(student_logits, dim=1)
    return functional.cross_entropy(probabilities, labels)


def soft_loss(student_logits: Tensor, teacher_logits: Tensor) -> Tensor:
    """KL(teacher ‖ student) at the temperature, times its square."""
    student = functional.log_softmax(student_logits / TEMPERATURE, dim=1)
    teacher = functional.softmax(teacher_logits / TEMPERATURE, dim=1)
    kl = functional.kl_div(student, teacher, reduction="batchmean")
    return kl * TEMPERATURE**2


def soft_loss_of_two_logs(student_logits: Tensor, teacher_logits: Tensor) -> Tensor:
    """Do the same with a logarithm too many."""
    student = functional.log_softmax(student_logits / TEMPERATURE, dim=1)
    teacher = functional.log_softmax(teacher_logits / TEMPERATURE, dim=1)
    kl = functional.kl_div(student, teacher, reduction="batchmean")
    return kl * TEMPERATURE**2


def soft_loss_without_temperature(student_logits: Tensor, teacher_logits: Tensor) -> Tensor:
    """Do the same at temperature 1."""
    student = functional.log_softmax(student_logits, dim=1)
    teacher = functional.softmax(teacher_logits, dim=1)
    return functional.kl_div(student, teacher, reduction="batchmean")


def soft_loss_of_mean(student_logits: Tensor, teacher_logits: Tensor) -> Tensor:
    """Do the same, averaged over rows and classes."""
    student = functional.log_softmax(student_logits / TEMPERATURE, dim=1)
    teacher = functional.softmax(teacher_logits / TEMPERATURE, dim=1)
    # What "mean", the default of nn.KLDivLoss, does.
    kl = functional.kl_div(student, teacher, reduction="none").mean()
    return kl * TEMPERATURE**2


def soft_loss_all_wrong(student_logits: Tensor, teacher_logits: Tensor) -> Tensor:
    """Make all mistakes at once: two logarithms, no temperature, the mean over classes."""
    student = functional.log_softmax(student_logits, dim=1)
    teacher = functional.log_softmax(teacher_logits, dim=1)
    return functional.kl_div(student, teacher, reduction="none").mean()


def ask(teacher: nn.Module, rows: Tensor) -> Tensor:
    """Ask the teacher without remembering how it found its answer."""
    with torch.no_grad():
        logits: Tensor = teacher(rows)
    return logits


def ask_and_track(teacher: nn.Module, rows: Tensor) -> Tensor:
    """Ask the teacher as if it were to be trained."""
    logits: Tensor = teacher(rows)
    return logits


def total_loss(hard: Tensor, soft: Tensor) -> Tensor:
    """Weigh the two voices."""
    return ALPHA * soft + (1 - ALPHA) * hard
