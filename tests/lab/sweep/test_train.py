"""Cells trained together, beside the same students trained in runs of their own."""

from __future__ import annotations

import torch

from core.distill.learners import taught_rows
from core.distill.teacher import train_teacher
from core.lab.rows import prepare
from core.lab.sweep.train import learners_of, points_of, train_cells
from core.lab.teachers import Shelf
from core.lab.teaching import study
from core.lab.watched import never
from core.spec import TrainSpec
from core.spec.sweep import SweepSpec
from tests.distill.draining import drain
from tests.lab.sweep.small import RUN, SPEC

TWO_EPOCHS = RUN.model_copy(update={"train": TrainSpec(epochs=2, seeds=2, tune="off")})


def test_cells_without_a_teacher_are_not_trained_twice():
    learners = learners_of(SPEC)
    assert len(learners) == SPEC.n_trained == 2 * (1 + 2 * 2)
    assert sum(one.alpha == 0 for one in learners) == 2


def test_after_two_epochs_a_cell_has_the_weights_of_a_run_of_its_own():
    spec = SweepSpec(run=TWO_EPOCHS, alphas=(0.3, 1.0), temperatures=(1.0, 3.0))
    dataset = prepare(spec.run).dataset
    parts = (dataset.train, dataset.validation)
    rows = (taught_rows(spec.run.teacher, part, None) for part in parts)
    _, teacher = drain(
        train_teacher(spec.run.teacher, *rows, dataset.n_classes, spec.run.train, never)
    )
    taught = (taught_rows(spec.run.student, part, teacher.model) for part in parts)
    _, trained = drain(train_cells(spec, 0, *taught, "", (0.0, 1.0), never))
    for point, own in trained.cells:
        run = spec.cell(spec.run.student, *point)
        _, single = drain(study(run, dataset, teacher, Shelf(), never))
        distilled = [one for one in single if one.learner.role == "distilled"]
        for ours, theirs in zip(own, distilled, strict=True):
            weights = zip(
                ours.model.module.parameters(), theirs.model.module.parameters(), strict=True
            )
            assert all(torch.allclose(a, b, atol=1e-6, rtol=0) for a, b in weights)


def test_points_are_in_the_order_of_alpha_and_then_of_temperature():
    assert points_of(SPEC)[:3] == ((0.0, 1.0), (0.0, 4.0), (0.5, 1.0))
