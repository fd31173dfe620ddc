"""The usual snippet, mended: every mistake runs beside its correction on real rows."""

from __future__ import annotations

import math
import time

import torch
from torch import nn

from core.evaluate.compare import Answers, Comparison, Truth, compare
from core.learn.snippet_first_step import first_step
from core.learn.snippet_found import Found, Outcome, Snippet
from core.learn.snippet_mistakes import ALL_WRONG, MISTAKES, RIGHT, Recipe
from core.learn.snippet_rows import BATCH, EPOCHS, SnippetRows, snippet_rows, train

SEEDS = 3
RESAMPLES = 300
THREADS = 1
RIGHT_NAME, TOGETHER_NAME = "right", "together"


def run_snippet(
    rows: SnippetRows | None = None, seeds: int = SEEDS, epochs: int = EPOCHS
) -> Snippet:
    """Run the mended snippet, each mistake alone, and all of them together.

    All share first weights, order of rows, steps and teacher; only the named piece differs.
    Like a run it sets torch to one thread, on which small nets do not wait for a busy machine.

    Parameters
    ----------
    rows : SnippetRows, optional
        Those of `snippet_rows` when left out.
    seeds : int
        Students of each kind.
    epochs : int

    Returns
    -------
    Snippet
    """
    torch.set_num_threads(THREADS)
    began = time.perf_counter()
    rows = rows or snippet_rows()
    recipes: dict[str, Recipe] = {RIGHT_NAME: RIGHT, TOGETHER_NAME: ALL_WRONG}
    recipes |= {mistake.name: mistake.recipe for mistake in MISTAKES}
    answers = tuple(_answers(name, recipe, rows, seeds, epochs) for name, recipe in recipes.items())
    comparison = compare(Truth(rows.test_labels.numpy()), answers, RESAMPLES)
    found = tuple(
        Found(mistake, first_step(mistake, rows), _outcome(comparison, mistake.name))
        for mistake in MISTAKES
    )
    return Snippet(
        found=found,
        right=_outcome(comparison, RIGHT_NAME),
        together=_outcome(comparison, TOGETHER_NAME),
        rows=len(rows.labels),
        test_rows=len(rows.test_labels),
        teacher_rows=rows.teacher_rows,
        seeds=seeds,
        steps=epochs * math.ceil(len(rows.labels) / BATCH),
        seconds=time.perf_counter() - began,
    )


def _answers(name: str, recipe: Recipe, rows: SnippetRows, seeds: int, epochs: int) -> Answers:
    students = [train(recipe, rows, seed, epochs) for seed in range(seeds)]
    rows.teacher.zero_grad()
    return Answers.from_logits(name, tuple(_logits(student, rows) for student in students))


@torch.no_grad()
def _logits(student: nn.Module, rows: SnippetRows) -> torch.Tensor:
    logits: torch.Tensor = student(rows.test_rows)
    return logits


def _outcome(comparison: Comparison, name: str) -> Outcome:
    scores = comparison.scores(name)
    return Outcome(scores.auc, scores.log_loss, comparison.difference("auc", name, RIGHT_NAME))
