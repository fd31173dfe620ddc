"""Rows, teacher and training of the snippet: small, real and the same each time."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from core.data.load import load
from core.learn.snippet_code import total_loss
from core.learn.snippet_mistakes import Recipe
from core.models.initialise import reset_parameters
from core.models.network import build_network
from core.spec import DataSpec, ModelSpec, TaskSpec
from core.tasks.dataset import Dataset
from core.tasks.make import make_dataset

DATA = DataSpec(sample="taiwan_credit")
TASK = TaskSpec(name="credit")
TEACHER = ModelSpec(name="mlp", width=64, depth=2)
TEACHER_EPOCHS = 3
TEACHER_BATCH = 256
ROW_STEP = 15
TEST_STEP = 2
EPOCHS = 8
BATCH = 128
LEARNING_RATE = 0.005
TEACHER_SEED = 0


@dataclass(frozen=True)
class SnippetRows:
    """What the students of the snippet learn from and are judged on.

    Parameters
    ----------
    rows, labels : Tensor of shape (n_rows, n_features) and (n_rows,)
        Every fifteenth training row.
    test_rows, test_labels : Tensor
        Every second test row.
    teacher : nn.Module
        A network that has learned from all training rows, in evaluation mode.
    teacher_rows : int
        How many those were.
    n_classes : int
    """

    rows: Tensor
    labels: Tensor
    test_rows: Tensor
    test_labels: Tensor
    teacher: nn.Module
    teacher_rows: int
    n_classes: int

    @property
    def n_features(self) -> int:
        """Number of encoded features."""
        return self.rows.shape[1]


def snippet_rows() -> SnippetRows:
    """Read the card holders of Taiwan, and train the teacher on all training rows."""
    dataset = make_dataset(load(DATA), TASK)
    train, test = dataset.train, dataset.test
    return SnippetRows(
        rows=train.rows[::ROW_STEP],
        labels=train.target[::ROW_STEP],
        test_rows=test.rows[::TEST_STEP],
        test_labels=test.target[::TEST_STEP],
        teacher=_teacher(dataset),
        teacher_rows=len(train),
        n_classes=dataset.n_classes,
    )


def start(recipe: Recipe, rows: SnippetRows, seed: int) -> nn.Module:
    """Return an untrained student; layers that both sides have begin with equal weights."""
    student = recipe.student(rows.n_features, rows.n_classes)
    reset_parameters(student, torch.Generator().manual_seed(seed))
    return student


def train(recipe: Recipe, rows: SnippetRows, seed: int, epochs: int = EPOCHS) -> nn.Module:
    """Train one student with the pieces of a recipe.

    Parameters
    ----------
    recipe : Recipe
    rows : SnippetRows
    seed : int
        Decides first weights and the order of rows, whatever the recipe is.
    epochs : int

    Returns
    -------
    nn.Module
        In evaluation mode.
    """
    student = start(recipe, rows, seed)
    order = torch.Generator().manual_seed(seed)
    optimizer = torch.optim.Adam(student.parameters(), lr=LEARNING_RATE, fused=True)
    for _ in range(epochs):
        for batch in torch.split(torch.randperm(len(rows.labels), generator=order), BATCH):
            loss = loss_of(recipe, student, rows, batch)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return student.eval()


def loss_of(recipe: Recipe, student: nn.Module, rows: SnippetRows, batch: Tensor) -> Tensor:
    """Return the whole loss of a student on some rows."""
    inputs = rows.rows[batch]
    student_logits = student(inputs)
    teacher_logits = recipe.ask(rows.teacher, inputs)
    hard = recipe.hard(student_logits, rows.labels[batch])
    return total_loss(hard, recipe.soft(student_logits, teacher_logits))


def _teacher(dataset: Dataset) -> nn.Module:
    source = torch.Generator().manual_seed(TEACHER_SEED)
    teacher = build_network(TEACHER, dataset.n_features, dataset.n_classes, source)
    optimizer = torch.optim.Adam(teacher.parameters(), lr=LEARNING_RATE, fused=True)
    rows, labels = dataset.train.rows, dataset.train.target
    for _ in range(TEACHER_EPOCHS):
        for batch in torch.split(torch.randperm(len(labels), generator=source), TEACHER_BATCH):
            loss = functional.cross_entropy(teacher(rows[batch]), labels[batch])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
    return teacher.eval()
