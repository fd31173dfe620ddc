"""A class that the student never saw: only the teacher can have told it (Hinton et al., 3)."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_digits

from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.distill.teacher import train_teacher
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain

OMITTED = 3


@pytest.fixture(scope="module")
def recalls():
    digits = load_digits()
    order = np.random.default_rng(0).permutation(len(digits.target))
    inputs = torch.from_numpy((digits.data[order] / 16).astype(np.float32))
    target = torch.from_numpy(digits.target[order]).long()
    half = len(target) // 2

    def rows(part):
        return TaughtRows(inputs[part], target[part], torch.ones(len(target[part])) > 0, None)

    train, test = rows(slice(0, half)), rows(slice(half, None))
    settings = TrainSpec(epochs=40, batch_size=64, learning_rate=0.003)
    teacher_spec = ModelSpec(name="mlp", width=256, depth=2)
    _, teacher = drain(train_teacher(teacher_spec, train, train, 10, settings, lambda: False))
    kept = train.target != OMITTED
    transfer = TaughtRows(
        train.inputs[kept],
        train.target[kept],
        train.labelled[kept],
        teacher.model.logits(train.inputs[kept]),
    )
    learners = tuple(
        Learner(role, seed, alpha, 8.0)
        for seed in range(3)
        for role, alpha in (("alone", 0.0), ("distilled", 1.0))
    )
    spec = ModelSpec(name="mlp", width=32)
    settings = TrainSpec(epochs=150, batch_size=64, learning_rate=0.003)
    _, students = drain(fit_stacked(spec, learners, transfer, transfer, settings, lambda: False))
    unseen = test.target == OMITTED
    found = {"alone": [], "distilled": []}
    for student in students:
        answers = student.model.logits(test.inputs[unseen]).argmax(1)
        found[student.learner.role].append((answers == OMITTED).float().mean().item())
    return found


def test_without_the_teacher_the_unseen_class_is_never_found(recalls):
    assert recalls["alone"] == [0, 0, 0]


def test_with_the_teacher_most_of_the_unseen_class_is_found(recalls):
    assert min(recalls["distilled"]) > 0.5
