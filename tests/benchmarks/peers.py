"""Loops to compare with, each for one student: a tutorial's, a lean one, and torchdistill's."""

from __future__ import annotations

import copy
import importlib.util
import sys
import types
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional
from torch.utils.data import DataLoader, RandomSampler, TensorDataset

from core.distill.learners import TaughtRows
from core.models.network import build_network
from core.spec import ModelSpec

BATCH, LEARNING_RATE = 128, 0.001
ALPHA, TEMPERATURE = 0.7, 4.0
STUDENT = ModelSpec(name="mlp", width=16)

Loop = Callable[[nn.Module, TaughtRows, int], None]


@dataclass(frozen=True)
class Peer:
    """A loop that trains one student for so many epochs; ``missing`` says why it cannot run."""

    name: str
    train: Loop
    missing: str | None = None


def new_student(rows: TaughtRows) -> nn.Module:
    return build_network(STUDENT, rows.inputs.shape[1], 2, torch.Generator().manual_seed(0))


def tutorial_loop(teacher: nn.Module, rows: TaughtRows, epochs: int) -> None:
    """Train the way of PyTorch's tutorial: a DataLoader, the teacher asked again, plain Adam."""
    student = new_student(rows)
    loader = DataLoader(TensorDataset(rows.inputs, rows.target), batch_size=BATCH, shuffle=True)
    optimizer = torch.optim.Adam(student.parameters(), lr=LEARNING_RATE)
    teacher.eval()
    student.train()
    for _ in range(epochs):
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


def lean_loop(teacher: nn.Module, rows: TaughtRows, epochs: int) -> None:
    """Train as fast as one student can be trained by hand: slices, kept answers, fused Adam."""
    student = new_student(rows)
    optimizer = torch.optim.Adam(student.parameters(), lr=LEARNING_RATE, fused=True)
    with torch.no_grad():
        said = functional.log_softmax(teacher(rows.inputs) / TEMPERATURE, dim=1)
    for _ in range(epochs):
        order = torch.randperm(len(rows))
        gathered = (rows.inputs[order], rows.target[order], said[order])
        for inputs, labels, spoken in zip(*(part.split(BATCH) for part in gathered), strict=True):
            optimizer.zero_grad()
            logits = student(inputs)
            answers = functional.log_softmax(logits / TEMPERATURE, dim=1)
            soft = functional.kl_div(answers, spoken, reduction="batchmean", log_target=True)
            hard = functional.cross_entropy(logits, labels)
            (ALPHA * TEMPERATURE**2 * soft + (1 - ALPHA) * hard).backward()
            optimizer.step()


def torchdistill_loop(teacher: nn.Module, rows: TaughtRows, epochs: int) -> None:
    """Train with torchdistill's own box, loss and loader, as its examples do."""
    from torchdistill.core.distillation import DistillationBox

    data = {"train": TensorDataset(rows.inputs, rows.target)}
    student, asked = new_student(rows), copy.deepcopy(teacher)
    config = _torchdistill_config(epochs)
    box = DistillationBox(asked, student, data, config, torch.device("cpu"), None, False, 1.0)
    for epoch in range(epochs):
        box.pre_epoch_process(epoch=epoch)
        for inputs, labels in box.train_data_loader:
            box.pre_forward_process()
            loss = box.forward_process(inputs, labels, None)
            box.post_forward_process(loss)
        box.post_epoch_process()
    box.clean_modules()


def _torchdistill_config(epochs: int) -> dict[str, object]:
    loss = {
        "student_module_path": ".",
        "student_module_io": "output",
        "teacher_module_path": ".",
        "teacher_module_io": "output",
        "temperature": TEMPERATURE,
        "alpha": 1 - ALPHA,
        "beta": ALPHA,
    }
    term = {"criterion": {"key": "KDLoss", "kwargs": loss}, "weight": 1.0}
    loader = {
        "dataset_id": "train",
        "requires_supp": False,
        "sampler": {"class_or_func": RandomSampler},
        "kwargs": {"batch_size": BATCH},
    }
    return {
        "num_epochs": epochs,
        "train_data_loader": loader,
        "val_data_loader": {},
        "teacher": {"requires_grad": False, "forward_proc": "forward_batch_only"},
        "student": {"forward_proc": "forward_batch_only"},
        "optimizer": {"key": "Adam", "kwargs": {"lr": LEARNING_RATE}},
        "criterion": {"key": "WeightedSumLoss", "kwargs": {"sub_terms": {"kd": term}}},
    }


def _why_no_torchdistill() -> str | None:
    """Return why torchdistill cannot run here, or None.

    It imports torchvision only for its models; where that package was built for another
    PyTorch, its registration of operators is left out.
    """
    if importlib.util.find_spec("torchdistill") is None:
        return "not installed: pip install --no-deps torchdistill torchvision pyyaml"
    name = "torchvision._meta_registrations"
    sys.modules.setdefault(name, types.ModuleType(name))
    try:
        import torchdistill.core.distillation  # noqa: F401
    except (ImportError, RuntimeError) as error:
        return f"cannot be imported: {error}"
    return None


def peers() -> tuple[Peer, ...]:
    """Return every loop to compare with; the tutorial's comes first."""
    return (
        Peer("tutorial", tutorial_loop),
        Peer("torchdistill", torchdistill_loop, _why_no_torchdistill()),
        Peer("lean", lean_loop),
    )
