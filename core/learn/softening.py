"""What a teacher's soft answers contain: one row at any temperature, and the pull on a student."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from types import MappingProxyType

import torch
from torch import Tensor, nn

from core.distill.learners import Learner
from core.distill.losses import hard_loss, soft_loss
from core.language.speak import tr
from core.learn.lesson import Answer
from core.learn.quick import Taught, taught
from core.models.network import NetworkModel
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

N_ROWS = 30
TEMPERATURES = tuple(range(1, 11))
HIGH_TEMPERATURE = 8
FEW_POINTS = 0.05
HALF, TENTH = 1 / 2, 1 / 10
STUDENT = Learner("alone", 0, 0.0, 1.0)
BRIEF = TrainSpec(epochs=3, seeds=1, batch_size=64, tune="off")
SPECS = MappingProxyType(
    {
        "loans": RunSpec(
            data=DataSpec(sample="german_credit"),
            teacher=ModelSpec(name="trees", trees=60),
            student=ModelSpec(name="mlp", width=8),
            train=BRIEF,
        ),
        "trend": RunSpec(
            data=DataSpec(sample="us_stocks"),
            task=TaskSpec(name="trend"),
            teacher=ModelSpec(name="trees", trees=30, leaves=31),
            student=ModelSpec(name="mlp", width=8),
            train=BRIEF,
        ),
    }
)
CLASS_NAMES = MappingProxyType({"loans": ("repaid", "defaulted")})
"""What the classes of a sample mean, where their names do not say it."""


@dataclass(frozen=True)
class Pull:
    """Length of the gradient of the weights at a temperature; ``squared`` is times T squared."""

    temperature: int
    plain: float
    squared: float


@dataclass(frozen=True)
class SoftAnswers:
    """What teacher and student answer to some test rows, and how the teacher pulls the student.

    Parameters
    ----------
    class_names : tuple of str
    teacher, student : tuple of tuple of float
        Logits of each row, from the one the teacher doubts most to its surest.
    labels : tuple of int
        True class of each row.
    pulls : tuple of Pull
        One for each temperature, over all test rows.
    label_pull : float
        Length of the gradient of the cross-entropy with the labels.
    """

    class_names: tuple[str, ...]
    teacher: tuple[tuple[float, ...], ...]
    student: tuple[tuple[float, ...], ...]
    labels: tuple[int, ...]
    pulls: tuple[Pull, ...]
    label_pull: float


@dataclass(frozen=True)
class Softened:
    """One row at one temperature.

    ``divergence`` is KL(teacher ‖ student) in nats, and ``gradient`` the length of its gradient
    with respect to the student's logits; both without T squared.
    """

    temperature: int
    class_names: tuple[str, ...]
    label: int
    teacher: tuple[float, ...]
    student: tuple[float, ...]
    divergence: float
    gradient: float

    @property
    def squared_divergence(self) -> float:
        """The divergence times the temperature squared."""
        return self.temperature**2 * self.divergence

    @property
    def squared_gradient(self) -> float:
        """The gradient times the temperature squared."""
        return self.temperature**2 * self.gradient


def soft_answers(rows: str) -> SoftAnswers:
    """Train a teacher and, for three epochs, a student; sort thirty test rows by certainty.

    Parameters
    ----------
    rows : {"loans", "trend"}
    """
    found = taught(SPECS[rows], (STUDENT,))
    teacher, student = found.logits("teacher")[0], found.logits("alone")[0]
    sureness = teacher.softmax(dim=1).max(dim=1).values
    order = sureness.argsort(stable=True)
    kept = order[torch.linspace(0, len(order) - 1, N_ROWS).round().long()]
    pulls, label_pull = _pulls(found, teacher)
    return SoftAnswers(
        class_names=CLASS_NAMES.get(rows, found.dataset.class_names),
        teacher=tuple(map(tuple, teacher[kept].tolist())),
        student=tuple(map(tuple, student[kept].tolist())),
        labels=tuple(found.dataset.test.target[kept].tolist()),
        pulls=pulls,
        label_pull=label_pull,
    )


def soften(answers: SoftAnswers, row: int, temperature: int) -> Softened:
    """Return one row, counted from 1, at a temperature.

    The gradient of KL(p ‖ softmax(z / T)) with respect to z is (softmax(z / T) − p) / T.
    """
    logits = torch.tensor([answers.teacher[row - 1], answers.student[row - 1]]).double()
    teacher, student = (logits / temperature).softmax(dim=1)
    return Softened(
        temperature=temperature,
        class_names=answers.class_names,
        label=answers.labels[row - 1],
        teacher=tuple(teacher.tolist()),
        student=tuple(student.tolist()),
        divergence=float(soft_loss(logits[1:], logits[:1], temperature)),
        gradient=float((student - teacher).norm()) / temperature,
    )


def answers_to(answers: SoftAnswers, row: int) -> tuple[Answer, Answer]:
    """Answer the two questions for a row."""
    return _first_choice(answers, row), _faded_pull(answers)


def _first_choice(answers: SoftAnswers, row: int) -> Answer:
    before, after = (max(soften(answers, row, t).teacher) for t in (1, HIGH_TEMPERATURE))
    change = after - before
    choice = 1 if abs(change) < FEW_POINTS else 0 if change > 0 else 2
    reason = tr(
        "It goes from {before:.1%} to {after:.1%}: dividing the logits brings all answers closer "
        "together, and an answer that is nearly even has little left to lose."
    ).format(before=before, after=after)
    return Answer(choice, reason)


def _faded_pull(answers: SoftAnswers) -> Answer:
    by_heat = {pull.temperature: pull.plain for pull in answers.pulls}
    share = by_heat[HIGH_TEMPERATURE] / by_heat[1]
    choice = 0 if share >= HALF else 1 if share >= TENTH else 2
    reason = tr(
        "Measured here it is 1/{times:.0f} of what it was: one factor of 8 from dividing by T, "
        "the rest from answers that moved closer together."
    ).format(times=1 / share)
    return Answer(choice, reason)


def _pulls(found: Taught, said: Tensor) -> tuple[tuple[Pull, ...], float]:
    """Measure the gradient of the student's weights at each temperature, and of its labels."""
    model = found.students[0].model
    if not isinstance(model, NetworkModel):
        raise TypeError("a student with weights is needed")
    module, test = copy.deepcopy(model.module), found.dataset.test
    pulls = []
    for heat in TEMPERATURES:
        plain = _length(soft_loss(module(test.rows), said, heat), module)
        pulls.append(Pull(heat, plain, heat**2 * plain))
    return tuple(pulls), _length(hard_loss(module(test.rows), test.target), module)


def _length(loss: Tensor, module: nn.Module) -> float:
    gradients = torch.autograd.grad(loss, tuple(module.parameters()))
    return float(torch.cat([gradient.flatten() for gradient in gradients]).norm())
