"""Known outcomes on data that ships with scikit-learn: where a teacher helps, and where not."""

import numpy as np
import pytest
import torch
from sklearn.datasets import load_breast_cancer, load_digits

from core.distill.learners import Learner, TaughtRows
from core.distill.stacked import fit_stacked
from core.distill.teacher import train_teacher
from core.spec import ModelSpec, TrainSpec
from tests.distill.draining import drain

SEEDS = 10


def halves(bunch):
    order = np.random.default_rng(0).permutation(len(bunch.target))
    inputs = bunch.data[order]
    half = len(order) // 2
    inputs = (inputs - inputs[:half].mean(0)) / np.maximum(inputs[:half].std(0), 1e-6)
    inputs = torch.from_numpy(inputs.clip(-5, 5).astype(np.float32))
    target = torch.from_numpy(bunch.target[order]).long()
    known = torch.ones(len(target), dtype=torch.bool)
    return [
        TaughtRows(inputs[part], target[part], known[part], None)
        for part in (slice(0, half), slice(half, None))
    ]


def accuracies(bunch, width, epochs):
    """Return the accuracy of ten students alone and of the same ten distilled."""
    train, test = halves(bunch)
    n_classes = len(bunch.target_names)
    settings = TrainSpec(epochs=40, batch_size=64, learning_rate=0.003)
    teacher_spec = ModelSpec(name="mlp", width=256, depth=2)
    teaching = train_teacher(teacher_spec, train, train, n_classes, settings, lambda: False)
    _, teacher = drain(teaching)
    said = teacher.model.logits(train.inputs)
    taught = TaughtRows(train.inputs, train.target, train.labelled, said)
    learners = tuple(
        Learner(role, seed, alpha, 4.0)
        for seed in range(SEEDS)
        for role, alpha in (("alone", 0.0), ("distilled", 0.9))
    )
    settings = TrainSpec(epochs=epochs, batch_size=64, learning_rate=0.005)
    spec = ModelSpec(name="mlp", width=width)
    _, students = drain(fit_stacked(spec, learners, taught, taught, settings, lambda: False))
    right = [
        (one.model.logits(test.inputs).argmax(1) == test.target).double().mean().item()
        for one in students
    ]
    return np.array(right[::2]), np.array(right[1::2])


@pytest.mark.slow
def test_a_tiny_student_of_digits_gains_from_its_teacher():
    alone, distilled = accuracies(load_digits(), width=4, epochs=300)
    assert distilled.mean() > alone.mean() + 0.005


@pytest.mark.slow
def test_on_breast_cancer_the_teacher_neither_helps_nor_hurts():
    alone, distilled = accuracies(load_breast_cancer(), width=4, epochs=100)
    assert abs(distilled.mean() - alone.mean()) < 0.01
