"""The six mistakes of the usual snippet, each with its correction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from torch import Tensor, nn

from core.learn import snippet_code as code
from core.learn.source import body_of, source_of

MistakeName = Literal["spare_layer", "softmax_twice", "two_logs", "cold", "tracked", "mean"]
Part = Literal["whole", "hard", "soft"]
"""Which part of the loss a mistake changes."""

Loss = Callable[[Tensor, Tensor], Tensor]


@dataclass(frozen=True)
class Recipe:
    """The pieces that one student is trained with."""

    student: Callable[[int, int], nn.Module] = code.Student
    hard: Loss = code.hard_loss
    soft: Loss = code.soft_loss
    ask: Callable[[nn.Module, Tensor], Tensor] = code.ask


RIGHT = Recipe()
ALL_WRONG = Recipe(
    code.StudentWithSpareLayer,
    code.hard_loss_of_softmax,
    code.soft_loss_all_wrong,
    code.ask_and_track,
)


@dataclass(frozen=True)
class Mistake:
    """One mistake: what it is called, what it does, and the code of both sides."""

    name: MistakeName
    title: str
    what: str
    part: Part
    recipe: Recipe
    wrong_code: str
    right_code: str
    terms: tuple[str, ...]


MISTAKES = (
    Mistake(
        name="spare_layer",
        title="A layer that forward never uses",
        what="It gets no gradient and never changes, yet it is counted, saved and shipped: "
        "the student looks larger than the model that answers.",
        part="whole",
        recipe=replace(RIGHT, student=code.StudentWithSpareLayer),
        wrong_code=source_of(code.StudentWithSpareLayer),
        right_code=source_of(code.Student),
        terms=("Parameters", "Gradient"),
    ),
    Mistake(
        name="softmax_twice",
        title="Softmax before cross-entropy",
        what="Cross-entropy takes a softmax itself, so a second one flattens the answer: the "
        "loss cannot fall to zero, the gradient shrinks, and probabilities come out wrong.",
        part="hard",
        recipe=replace(RIGHT, hard=code.hard_loss_of_softmax),
        wrong_code=body_of(code.hard_loss_of_softmax),
        right_code=body_of(code.hard_loss),
        terms=("Softmax", "Cross-entropy", "Logits"),
    ),
    Mistake(
        name="two_logs",
        title="KL divergence of two logarithms",
        what="PyTorch expects the logarithm of the student and the plain probabilities of the "
        "teacher. Of two logarithms it makes no divergence and not even a number, and yet "
        "training goes on: the gradient is there, and it makes the student ever surer, without "
        "end.",
        part="soft",
        recipe=replace(RIGHT, soft=code.soft_loss_of_two_logs),
        wrong_code=body_of(code.soft_loss_of_two_logs),
        right_code=body_of(code.soft_loss),
        terms=("KL divergence", "Teacher", "Student"),
    ),
    Mistake(
        name="cold",
        title="No temperature",
        what="The student hears the teacher's answer as it is, with little of its doubt about "
        "the other class; the square of the temperature, which keeps the size of the "
        "gradient, is missing with it.",
        part="soft",
        recipe=replace(RIGHT, soft=code.soft_loss_without_temperature),
        wrong_code=body_of(code.soft_loss_without_temperature),
        right_code=body_of(code.soft_loss),
        terms=("Temperature", "Soft targets"),
    ),
    Mistake(
        name="tracked",
        title="A teacher that is still tracked",
        what="Autograd keeps every step of the teacher and sends gradients back through it, in "
        "each batch, for nothing: the optimizer does not hold the teacher's weights.",
        part="whole",
        recipe=replace(RIGHT, ask=code.ask_and_track),
        wrong_code=body_of(code.ask_and_track),
        right_code=body_of(code.ask),
        terms=("Autograd", "Teacher"),
    ),
    Mistake(
        name="mean",
        title="Mean instead of batchmean",
        what="The average over rows and classes is the divergence divided by the number of "
        "classes, so the teacher speaks more softly than alpha says.",
        part="soft",
        recipe=replace(RIGHT, soft=code.soft_loss_of_mean),
        wrong_code=body_of(code.soft_loss_of_mean),
        right_code=body_of(code.soft_loss),
        terms=("KL divergence", "Alpha"),
    ),
)
