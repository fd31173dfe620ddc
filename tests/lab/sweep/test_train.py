"""Cells trained together, beside the same students trained in runs of their own."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import torch

from core.distill.learners import Learner, taught_rows
from core.distill.methods import METHODS
from core.distill.reports import EpochReport, LearnerReport
from core.distill.students import paired_learners
from core.distill.teacher import train_teacher
from core.lab.rows import prepare
from core.lab.sweep.outcome import CellsTold
from core.lab.sweep.train import BestSoFar, cells_so_far, learners_of, points_of, train_cells
from core.lab.teachers import Shelf
from core.lab.teaching import study
from core.lab.watched import never
from core.spec import DistillSpec, ModelSpec, RunSpec, TrainSpec
from core.spec.sweep import SweepSpec
from tests.distill.draining import drain
from tests.lab.sweep.small import RUN, SPEC

TWO_EPOCHS = RUN.model_copy(update={"train": TrainSpec(epochs=2, seeds=2, tune="off")})


def test_cells_without_a_teacher_are_not_trained_twice():
    learners = learners_of(SPEC)
    assert len(learners) == SPEC.n_trained == 2 * (1 + 2 * 2)
    assert sum(one.alpha == 0 for one in learners) == 2


@pytest.mark.parametrize("method", METHODS)
def test_the_number_said_before_the_start_is_the_number_trained(method):
    run = RUN.model_copy(update={"distill": DistillSpec(method=method)})
    students = (ModelSpec(width=4), ModelSpec(name="linear"))
    spec = SPEC.model_copy(update={"run": run, "students": students})
    assert spec.n_trained == len(students) * len(learners_of(spec))


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


def test_with_label_smoothing_every_temperature_is_the_run_of_its_own():
    run = RunSpec.model_validate(TWO_EPOCHS.model_dump() | {"distill": {"method": "smoothing"}})
    spec = SweepSpec(run=run, alphas=(0.3,), temperatures=(2.0, 4.0))
    for heat in spec.temperatures:
        single = spec.cell(run.student, 0.3, heat)
        assert {x for x in learners_of(spec) if x.alpha} == {
            x for x in paired_learners(single) if x.role == "distilled"
        }
    lesson = (_labels_only(spec, part) for part in ("train", "validation"))
    told, trained = drain(train_cells(spec, 0, *lesson, "", (0.0, 1.0), never))
    assert [len(one.cells) for one in told if isinstance(one, CellsTold)][-1] == 2
    (_, cool), (_, hot) = trained.cells
    assert [one.validation_loss for one in cool] == [one.validation_loss for one in hot]


def _labels_only(spec, name):
    rows = taught_rows(spec.run.student, getattr(prepare(spec.run).dataset, name), None)
    return replace(rows, teacher_logits=torch.zeros(len(rows.target), 2))


def test_points_are_in_the_order_of_alpha_and_then_of_temperature():
    assert points_of(SPEC)[:3] == ((0.0, 1.0), (0.0, 4.0), (0.5, 1.0))


def report_of(epoch: int, *aucs: float) -> EpochReport:
    learners = tuple(LearnerReport("distilled", 0, 0, 0, 0, 0, auc, False) for auc in aucs)
    return EpochReport("students", epoch, 9, learners, 1.0)


def test_a_cell_is_told_by_the_best_epoch_it_has_had():
    first, second = Learner("alone", 0, 0.0, 1.0), Learner("distilled", 0, 0.5, 1.0)
    best = BestSoFar()
    best.of((first, second), report_of(1, 0.7, 0.6))
    assert best.of((first, second), report_of(2, 0.65, 0.8)) == {first: 0.7, second: 0.8}


def test_a_learner_that_diverges_keeps_the_best_it_has_had():
    first, second = Learner("alone", 0, 0.0, 1.0), Learner("distilled", 0, 0.5, 1.0)
    best = BestSoFar()
    best.of((first, second), report_of(1, 0.7, 0.6))
    assert best.of((first, second), report_of(2, 0.8, math.nan)) == {first: 0.8, second: 0.6}


def pairs_of(*aucs: tuple[float, float]) -> dict[Learner, float]:
    """AUC of alone and of the cell of alpha 0.5, a pair a seed."""
    return {
        Learner(role, seed, alpha, 1.0): auc
        for seed, pair in enumerate(aucs)
        for role, alpha, auc in zip(("alone", "distilled"), (0.0, 0.5), pair, strict=True)
    }


ONE_CELL = SweepSpec(run=RUN, alphas=(0.5,), temperatures=(1.0,))


@pytest.mark.parametrize("pair", [(math.nan, 0.9), (0.9, math.nan)], ids=["alone", "taught"])
def test_a_seed_of_which_one_of_a_pair_has_no_auc_is_left_out_of_both(pair):
    told = cells_so_far(ONE_CELL, 0, pairs_of((0.7, 0.72), (0.6, 0.64), pair), report_of(1))
    assert told is not None
    assert told.cells[0].difference == pytest.approx(0.03)
    assert told.cells[0].auc - told.alone_auc == pytest.approx(0.03)


def test_a_cell_without_any_seed_has_no_number_and_is_not_ahead():
    spec = ONE_CELL.model_copy(update={"alphas": (0.0, 0.5)})
    told = cells_so_far(spec, 0, pairs_of((0.7, math.nan)), report_of(1))
    assert told is not None
    assert math.isnan(told.cells[1].auc)
    assert told.ahead == told.cells[0]
    swapped = replace(told, cells=told.cells[::-1])
    assert swapped.ahead == told.cells[0]


def test_nothing_is_told_while_alone_has_no_auc():
    assert cells_so_far(ONE_CELL, 0, pairs_of((math.nan, 0.7)), report_of(1)) is None


def test_nothing_is_told_of_an_epoch_that_was_not_ranked():
    learner = Learner("alone", 0, 0.0, 1.0)
    best = BestSoFar()
    best.of((learner,), report_of(1, 0.7))
    assert math.isnan(best.of((learner,), report_of(2, math.nan))[learner])
