"""How fast students train, against the loop that most tutorials show.

    python -m tests.benchmarks.distillation_loop

One thread and processor time; both loops run in turns in one process, so the ratios
hold on a busy machine. The peer is PyTorch's tutorial on distillation in its form: a
DataLoader, the teacher asked again in every step, a plain Adam.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.models.network import build_network
from core.spec import ModelSpec, TrainSpec

ROWS, FEATURES, BATCH = 10_000, 32, 128
EPOCHS, REPEATS = 5, 3
ALPHA, TEMPERATURE = 0.7, 4.0
STUDENTS = (1, 8, 32, 125)
TEACHER = ModelSpec(name="mlp", width=256, depth=2)
STUDENT = ModelSpec(name="mlp", width=16)


def made_up(teacher: nn.Module, n_rows: int, seed: int) -> TaughtRows:
    """Return random rows with the teacher's answers."""
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(n_rows, FEATURES, generator=generator)
    target = (inputs[:, 0] + inputs[:, 1] * inputs[:, 2] > 0).long()
    with torch.no_grad():
        return TaughtRows(inputs, target, torch.ones(n_rows, dtype=torch.bool), teacher(inputs))


def tutorial_loop(teacher: nn.Module, rows: TaughtRows) -> None:
    """Train one student the way of the tutorial."""
    student = build_network(STUDENT, FEATURES, 2, torch.Generator().manual_seed(0))
    loader = DataLoader(TensorDataset(rows.inputs, rows.target), batch_size=BATCH, shuffle=True)
    optimizer = torch.optim.Adam(student.parameters(), lr=0.001)
    teacher.eval()
    student.train()
    for _ in range(EPOCHS):
        running_loss = 0.0
        for inputs, labels in loader:
            optimizer.zero_grad()
            with torch.no_grad():
                teacher_logits = teacher(inputs)
            logits = student(inputs)
            targets = nn.functional.softmax(teacher_logits / TEMPERATURE, dim=-1)
            answers = nn.functional.log_softmax(logits / TEMPERATURE, dim=-1)
            soft = (targets * (targets.log() - answers)).sum() / answers.size(0) * TEMPERATURE**2
            hard = nn.functional.cross_entropy(logits, labels)
            loss = ALPHA * soft + (1 - ALPHA) * hard
            loss.backward()
            optimizer.step()
            running_loss += loss.item()


def stacked_loop(n_students: int, rows: TaughtRows, validation: TaughtRows) -> None:
    """Train so many students at once, with validation after each epoch."""
    learners = tuple(Learner("distilled", s, ALPHA, TEMPERATURE) for s in range(n_students))
    settings = TrainSpec(epochs=EPOCHS, batch_size=BATCH, learning_rate=0.001)
    for _ in fit_stacked(STUDENT, learners, rows, validation, settings, lambda: False):
        pass


def cpu_seconds(work: Callable[[], None]) -> float:
    """Return the processor time of one call."""
    started = time.process_time()
    work()
    return time.process_time() - started


def main() -> None:
    """Print one line for each number of students."""
    torch.set_num_threads(1)
    teacher = build_network(TEACHER, FEATURES, 2, torch.Generator().manual_seed(9)).eval()
    rows, validation = made_up(teacher, ROWS, 1), made_up(teacher, 256, 2)
    tutorial_loop(teacher, rows)
    stacked_loop(1, rows, validation)
    print("students  tutorial rows/s  stacked rows/s in total  times as fast in total")
    for n_students in STUDENTS:
        peer, ours = [], []
        for _ in range(REPEATS):
            peer.append(cpu_seconds(lambda: tutorial_loop(teacher, rows)))
            ours.append(cpu_seconds(lambda n=n_students: stacked_loop(n, rows, validation)))
        one = ROWS * EPOCHS / statistics.median(peer)
        many = n_students * ROWS * EPOCHS / statistics.median(ours)
        print(f"{n_students:8d}  {one:15,.0f}  {many:23,.0f}  {many / one:22.1f}")


if __name__ == "__main__":
    main()
