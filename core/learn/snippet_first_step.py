"""What each mistake does to the loss and its gradient in the very first step, in numbers."""

from __future__ import annotations

import time
from collections.abc import Iterable
from statistics import median

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.learn import snippet_code as code
from core.learn.snippet_found import Kind, Reading
from core.learn.snippet_mistakes import RIGHT, Loss, Mistake, Recipe
from core.learn.snippet_rows import BATCH, SnippetRows, loss_of, start

SEED = 0
SURE = 100.0
BYTES_PER_PARAMETER = 4
MS_PER_SECOND = 1000
TIMED_STEPS = 15


def first_step(mistake: Mistake, rows: SnippetRows) -> tuple[Reading, ...]:
    """Measure what a mistake changes, before the first step.

    Both sides have the same first weights and the same 128 rows.
    """
    measured = [_loss_and_gradient(one, mistake, rows) for one in (mistake.recipe, RIGHT)]
    losses, gradients = zip(*measured, strict=True)
    loss, gradient = {
        "whole": ("Loss", "Gradient of the loss"),
        "hard": ("Loss from the labels", "Gradient of that loss"),
        "soft": ("Loss from the teacher", "Gradient of that loss"),
    }[mistake.part]
    return (
        _reading(loss, losses),
        _reading(gradient, gradients),
        *_special(mistake, rows),
    )


def gradient_norm(parameters: Iterable[nn.Parameter]) -> float | None:
    """Return the length of all gradients together; None where there is none."""
    found = [one.grad.norm() for one in parameters if one.grad is not None]
    return float(torch.stack(found).norm()) if found else None


def without_gradient(student: nn.Module) -> int:
    """Count the parameters that the last backward pass did not reach."""
    return sum(one.numel() for one in student.parameters() if one.grad is None)


def loss_of_a_sure_answer(hard: Loss, n_classes: int) -> float:
    """Return the loss of a student that is right and as sure as can be."""
    classes = torch.arange(n_classes)
    return float(hard(SURE * functional.one_hot(classes).double(), classes))


def loss_of_a_copy(soft: Loss, teacher_logits: Tensor) -> float:
    """Return the loss of a student that says exactly what its teacher says."""
    return float(soft(teacher_logits, teacher_logits))


def teachers_share(n_classes: int, is_mean: bool) -> float:
    """Return the teacher's weight in the loss, as a share of both voices."""
    teacher = code.ALPHA / n_classes if is_mean else code.ALPHA
    return teacher / (teacher + 1 - code.ALPHA)


def bytes_kept(recipe: Recipe, rows: SnippetRows) -> int:
    """Count the bytes of all tensors that autograd keeps for the backward pass of one batch."""
    kept = 0

    def keep(tensor: Tensor) -> Tensor:
        nonlocal kept
        kept += tensor.nbytes
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        loss_of(recipe, start(recipe, rows, SEED), rows, _batch(rows))
    return kept


def _reading(label: str, both: Iterable[float | None], kind: Kind = "number") -> Reading:
    wrong, right = both
    return Reading(label, wrong, right, kind)


def _batch(rows: SnippetRows) -> Tensor:
    return torch.arange(min(BATCH, len(rows.labels)))


def _loss_and_gradient(
    recipe: Recipe, mistake: Mistake, rows: SnippetRows
) -> tuple[float, float | None]:
    student, batch = start(recipe, rows, SEED), _batch(rows)
    loss = _part(recipe, mistake, student, rows, batch)
    loss.backward()  # type: ignore[no-untyped-call]
    rows.teacher.zero_grad()
    return float(loss.detach()), gradient_norm(student.parameters())


def _part(
    recipe: Recipe, mistake: Mistake, student: nn.Module, rows: SnippetRows, batch: Tensor
) -> Tensor:
    logits = student(rows.rows[batch])
    if mistake.part == "hard":
        return recipe.hard(logits, rows.labels[batch])
    if mistake.part == "soft":
        return recipe.soft(logits, recipe.ask(rows.teacher, rows.rows[batch]))
    return loss_of(recipe, student, rows, batch)


def _special(mistake: Mistake, rows: SnippetRows) -> tuple[Reading, ...]:
    wrong, n_classes = mistake.recipe, rows.n_classes
    match mistake.name:
        case "spare_layer":
            return _counts(wrong, rows)
        case "softmax_twice":
            floors = (loss_of_a_sure_answer(one.hard, n_classes) for one in (wrong, RIGHT))
            return (_reading("Loss of a sure and right answer", floors),)
        case "two_logs":
            said = code.ask(rows.teacher, rows.rows[_batch(rows)])
            copies = (loss_of_a_copy(one.soft, said) for one in (wrong, RIGHT))
            return (_reading("Loss of a perfect copy of the teacher", copies),)
        case "cold":
            said = code.ask(rows.teacher, rows.rows)
            doubts = (_doubt(said / heat) for heat in (1.0, code.TEMPERATURE))
            return (_reading("Probability of the less likely class", doubts, "share"),)
        case "tracked":
            return _burden(wrong, rows)
        case "mean":
            shares = (teachers_share(n_classes, is_mean) for is_mean in (True, False))
            return (_reading("The teacher's share of the loss", shares, "share"),)


def _counts(wrong: Recipe, rows: SnippetRows) -> tuple[Reading, ...]:
    students = [start(recipe, rows, SEED) for recipe in (wrong, RIGHT)]
    for recipe, student in zip((wrong, RIGHT), students, strict=True):
        loss_of(recipe, student, rows, _batch(rows)).backward()  # type: ignore[no-untyped-call]
    counts = [sum(one.numel() for one in student.parameters()) for student in students]
    sizes = (BYTES_PER_PARAMETER * count for count in counts)
    return (
        _reading("Parameters", counts, "count"),
        _reading("Of these without a gradient", map(without_gradient, students), "count"),
        _reading("Size of the weights", sizes, "size"),
    )


def _doubt(logits: Tensor) -> float:
    """Return the mean probability of the class that is least likely."""
    return float(torch.softmax(logits, dim=1).min(dim=1).values.mean())


def _burden(wrong: Recipe, rows: SnippetRows) -> tuple[Reading, ...]:
    norms = []
    for recipe in (wrong, RIGHT):
        loss_of(recipe, start(recipe, rows, SEED), rows, _batch(rows)).backward()  # type: ignore[no-untyped-call]
        norms.append(gradient_norm(rows.teacher.parameters()))
        rows.teacher.zero_grad()
    kept = (bytes_kept(recipe, rows) for recipe in (wrong, RIGHT))
    return (
        _reading("Gradient in the teacher", norms),
        _reading("Kept in memory for one batch", kept, "size"),
        _reading("Time of one step, median", _step_times_ms(wrong, rows), "time"),
    )


def _step_times_ms(wrong: Recipe, rows: SnippetRows) -> tuple[float, float]:
    """Time both sides in turns, so that a busy machine slows both."""
    times: tuple[list[float], list[float]] = ([], [])
    students = [start(recipe, rows, SEED) for recipe in (wrong, RIGHT)]
    for _ in range(TIMED_STEPS):
        for recipe, student, taken in zip((wrong, RIGHT), students, times, strict=True):
            began = time.perf_counter()
            loss_of(recipe, student, rows, _batch(rows)).backward()  # type: ignore[no-untyped-call]
            taken.append(MS_PER_SECOND * (time.perf_counter() - began))
    rows.teacher.zero_grad()
    return median(times[0]), median(times[1])
