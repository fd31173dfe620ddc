"""Which cell is chosen where some lost seeds."""

from __future__ import annotations

from dataclasses import replace

from core.evaluate.scores import Interval
from core.lab.sweep.choose import best_of
from core.lab.sweep.outcome import Cell
from core.lab.sweep.train import TrainedStudent
from core.spec import ModelSpec
from tests.lab.sweep.small import swept

N_SEEDS = 3


def level(mean: float) -> Interval:
    return Interval(mean, mean - 0.1, mean + 0.1)


def cell(auc: float, alone: float, seeds: int = N_SEEDS, alpha: float = 0.5, student: int = 0):
    return replace(
        swept().cells[-1],
        student=student,
        alpha=alpha,
        seeds=seeds,
        validation=level(auc),
        alone_validation=level(alone),
    )


def chosen(*cells: Cell, alone_means: tuple[float, ...] = (0.7, 0.7), n_begun=N_SEEDS) -> int:
    students = [TrainedStudent(place, ModelSpec(), (), (), n_begun) for place in (0, 1)]
    return best_of(range(len(cells)), cells, students, alone_means)


def test_where_no_seed_was_lost_the_highest_auc_is_chosen():
    assert chosen(cell(0.71, 0.7), cell(0.73, 0.7), cell(0.72, 0.7)) == 1


def test_a_cell_that_kept_every_seed_comes_before_a_better_one_that_lost_one():
    assert chosen(cell(0.71, 0.7), cell(0.9, 0.7, seeds=2)) == 0


def test_a_cell_whose_alone_lost_a_seed_has_lost_one_too():
    of_alone = cell(0.75, 0.72, seeds=2, student=0)
    of_cell = cell(0.75, 0.69, seeds=2, student=1)
    assert chosen(of_alone, of_cell, alone_means=(0.72, 0.7)) == 1
    kept = cell(0.71, 0.7, student=1)
    assert chosen(of_alone, kept, alone_means=(0.72, 0.7)) == 1


def test_cells_that_lost_seeds_are_ranked_by_what_they_add_and_not_by_easy_seeds():
    easy, helpful = cell(0.8, 0.79, seeds=2), cell(0.68, 0.64, seeds=2)
    assert chosen(easy, helpful) == 1


def test_alpha_zero_does_not_win_because_every_taught_cell_lost_a_seed():
    alone = cell(0.7, 0.7, alpha=0.0)
    assert chosen(alone, cell(0.69, 0.66, seeds=2)) == 1
    assert chosen(alone, cell(0.72, 0.74, seeds=2)) == 0


def test_seeds_that_a_stop_left_out_are_not_held_against_a_cell():
    assert chosen(cell(0.71, 0.7, seeds=2), cell(0.72, 0.7, seeds=2), n_begun=2) == 1


def test_a_cell_without_numbers_is_never_chosen():
    nan = float("nan")
    assert chosen(cell(nan, nan, seeds=0), cell(0.6, 0.7, seeds=2)) == 1
