"""Cells trained by tasks of one seed each: here, on worker processes, and with one of them lost."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from functools import cache

import psutil
import pytest

from core.distill.fit import diverged
from core.distill.learners import taught_rows
from core.distill.teacher import train_teacher
from core.lab.cluster.choice import cluster
from core.lab.cluster.inline import inline
from core.lab.cluster.tasks import Runner, Told
from core.lab.events import StageStarted
from core.lab.rows import prepare
from core.lab.sweep import elsewhere as elsewhere_module
from core.lab.sweep import run as run_module
from core.lab.sweep.elsewhere import Lesson, train_elsewhere, train_seed
from core.lab.sweep.outcome import CellsTold, Sweep
from core.lab.sweep.run import run_sweep
from core.lab.sweep.train import learners_of, points_of, train_cells
from core.lab.teachers import Shelf
from core.lab.watched import never
from core.spec import TrainSpec
from core.spec.sweep import SweepSpec
from tests.distill.draining import drain
from tests.lab.dask_processes import cluster_of
from tests.lab.sweep.small import RUN, SPEC, swept, time_briefly

SHARES = (0.0, 1.0)


@cache
def lesson_for(spec: SweepSpec = SPEC) -> Lesson:
    dataset = prepare(spec.run).dataset
    parts = (dataset.train, dataset.validation)
    rows = (taught_rows(spec.run.teacher, part, None) for part in parts)
    teaching = train_teacher(spec.run.teacher, *rows, dataset.n_classes, spec.run.train, never)
    _, teacher = drain(teaching)
    return Lesson(spec, 0, *(taught_rows(spec.run.student, part, teacher.model) for part in parts))


def noting(note: Callable[[Told], None]) -> Runner:
    """A runner that works here and notes everything that it tells."""

    def noted(*arguments, **options):
        for told in inline(*arguments, **options):
            note(told)
            yield told

    return noted


def losses_of(student) -> dict:
    cells = {point: [one.validation_loss for one in own] for point, own in student.cells}
    return cells | {"alone": [one.validation_loss for one in student.alone]}


def test_seeds_by_themselves_end_as_they_do_in_one_stack():
    lesson = lesson_for()
    _, here = drain(train_cells(SPEC, 0, lesson.train, lesson.validation, "", SHARES, never))
    _, shared = drain(train_elsewhere(lesson, inline, "", SHARES, never))
    expected, found = losses_of(here), losses_of(shared)
    assert found.keys() == expected.keys()
    for key, losses in expected.items():
        assert found[key] == pytest.approx(losses, abs=1e-4)


def test_cells_are_told_whenever_all_seeds_are_an_epoch_further_on_average():
    spec = SPEC.model_copy(
        update={"run": RUN.model_copy(update={"train": RUN.train.model_copy(update={"seeds": 4})})}
    )
    begun = []
    noted = noting(lambda told: begun.append(told.key))
    cells, seeds_begun, shares = [], [], []
    for event in train_elsewhere(lesson_for(spec), noted, "", SHARES, never):
        if isinstance(event, CellsTold):
            cells.append(event)
            seeds_begun.append(len(set(begun)))
        elif isinstance(event, StageStarted):
            shares.append(event.share_done)
    assert shares == sorted(shares)
    assert [one.epoch for one in cells] == [1, 2, 3]
    assert all(len(one.cells) == SPEC.n_cells for one in cells)
    # One after another: the last epoch is told when the last seed has come to it, not the first.
    assert seeds_begun == [2, 3, 4]


@pytest.mark.parametrize("n_ended", [0, 1])
def test_a_stop_before_enough_seeds_have_begun_is_no_divergence(n_ended):
    told = []
    counted = noting(told.append)

    def should_stop():
        return sum(one.is_last for one in told) >= n_ended

    events, student = drain(train_elsewhere(lesson_for(), counted, "", SHARES, should_stop))
    assert [one.learner.seed for one in student.alone] == list(SPEC.run.seeds)
    assert any(isinstance(one, CellsTold) for one in events)


def with_seeds(n_seeds: int) -> SweepSpec:
    train = RUN.train.model_copy(update={"seeds": n_seeds})
    return SPEC.model_copy(update={"run": RUN.model_copy(update={"train": train})})


def test_seeds_that_a_stop_leaves_out_do_not_count_as_lost():
    told = []
    counted = noting(told.append)

    def should_stop():
        return sum(one.is_last for one in told) >= 2

    lesson = lesson_for(with_seeds(4))
    _, student = drain(train_elsewhere(lesson, counted, "", SHARES, should_stop))
    assert student.n_begun == len(student.alone) == 2


def test_a_seed_that_diverges_counts_as_lost(monkeypatch):
    def losing(should_stop, lesson, seed):
        if seed == 1:
            raise diverged(learners_of(lesson.spec)[0])
        return (yield from train_seed(should_stop, lesson, seed))

    monkeypatch.setattr(elsewhere_module, "train_seed", losing)
    _, student = drain(train_elsewhere(lesson_for(with_seeds(3)), inline, "", SHARES, never))
    assert (student.n_begun, len(student.alone)) == (3, 2)


@pytest.mark.slow
@pytest.mark.xdist_group("cluster")
def test_a_worker_that_is_killed_leaves_every_cell_there_once():
    run = RUN.model_copy(update={"train": TrainSpec(epochs=40, seeds=4, batch_size=8, tune="off")})
    spec = SweepSpec(run=run, alphas=(0.5, 1.0), temperatures=(1.0, 4.0))
    with cluster_of(2) as settings:
        training = train_elsewhere(lesson_for(spec), cluster(settings), "", SHARES, never)
        killed = False
        while True:
            try:
                event = next(training)
            except StopIteration as ended:
                student = ended.value
                break
            if not killed and isinstance(event, CellsTold):
                workers = [
                    one
                    for one in psutil.Process().children()
                    if "distributed.cli.dask_worker" in " ".join(one.cmdline())
                ]
                os.kill(workers[0].pid, signal.SIGKILL)
                killed = True
    assert killed
    assert [point for point, _ in student.cells] == list(points_of(spec))
    for _, own in student.cells:
        assert [one.learner.seed for one in own] == list(spec.run.seeds)


@pytest.mark.slow
@pytest.mark.xdist_group("cluster")
def test_a_sweep_uses_the_cluster_that_the_environment_names(monkeypatch):
    time_briefly(monkeypatch)
    expected = swept()
    with cluster_of(2) as settings:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", settings.address)
        *_, found = run_sweep(SPEC, shelf=Shelf())
    assert isinstance(found, Sweep)
    for ours, theirs in zip(found.cells, expected.cells, strict=True):
        assert ours.scores.auc.mean == pytest.approx(theirs.scores.auc.mean, abs=1e-3)


def test_a_short_sweep_stays_in_this_process(monkeypatch):
    def refuse(*_):
        raise AssertionError("no other process is needed")

    time_briefly(monkeypatch)
    monkeypatch.setattr(run_module, "train_elsewhere", refuse)
    *_, found = run_sweep(SPEC, shelf=Shelf())
    assert isinstance(found, Sweep)
