"""A whole sweep, from its choices to its outcome."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable

import pytest

from core.distill import students as students_module
from core.distill.learners import Learner
from core.errors import LabError, SpecError, TrainingError
from core.evaluate.verdict import judge
from core.lab import experiment
from core.lab.events import StageStarted
from core.lab.result import Result
from core.lab.sweep import judge as judge_module
from core.lab.sweep.claims import is_claimed, taught_cells
from core.lab.sweep.outcome import Cell, CellsTold, Sweep
from core.lab.sweep.report import to_json
from core.lab.sweep.run import run_sweep
from core.lab.teachers import Shelf
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.spec.sweep import SweepSpec
from tests.lab.brief import time_briefly as time_run_briefly
from tests.lab.sweep.small import RUN, SPEC, TREES, swept, time_briefly, told


@pytest.fixture(autouse=True)
def _brief(monkeypatch):
    time_briefly(monkeypatch)
    time_run_briefly(monkeypatch)


def run_of(spec: RunSpec, shelf: Shelf | None = None) -> Result:
    *_, result = experiment.run(spec, shelf=shelf or Shelf())
    assert isinstance(result, Result)
    return result


def cells_in(events: Iterable[object]) -> list[CellsTold]:
    return [event for event in events if isinstance(event, CellsTold)]


def test_every_combination_is_a_cell_in_the_order_of_the_choices():
    points = [(cell.student, cell.alpha, cell.temperature) for cell in swept().cells]
    assert points == [(0, a, t) for a in SPEC.alphas for t in SPEC.temperatures]


def test_with_alpha_zero_a_cell_is_the_student_alone_in_every_score():
    found = swept()
    for cell in found.cells:
        if cell.alpha == 0:
            assert cell.scores == found.students[0].alone
            assert cell.difference == dataclasses.replace(cell.difference, mean=0, low=0, high=0)


def test_the_map_fills_in_after_the_first_epoch_and_ends_with_the_last():
    cells = cells_in(told())
    assert [one.epoch for one in cells] == [1, 2, 3]
    assert [len(one.cells) for one in cells] == [SPEC.n_cells] * 3
    assert all(c.difference == 0 for one in cells for c in one.cells if c.alpha == 0)


def test_the_share_done_never_goes_back():
    shares = [event.share_done for event in told() if isinstance(event, StageStarted)]
    assert shares == sorted(shares)


@pytest.mark.parametrize(("alpha", "heat"), [(0.5, 1.0), (0.5, 4.0), (1.0, 4.0)])
def test_a_cell_agrees_with_a_run_of_its_own(alpha, heat):
    cell = next(c for c in swept().cells if (c.alpha, c.temperature) == (alpha, heat))
    result = run_of(SPEC.cell(RUN.student, alpha, heat))
    assert cell.scores.auc.mean == pytest.approx(result.distilled.scores.auc.mean, abs=0.003)
    assert cell.difference.mean == pytest.approx(result.verdict.difference.mean, abs=0.003)
    assert swept().students[0].alone.auc.mean == pytest.approx(
        result.alone.scores.auc.mean, abs=0.003
    )


def test_a_stop_keeps_what_was_trained_and_judges_it():
    spec = SweepSpec(run=RUN, students=(ModelSpec(width=4), ModelSpec(width=8)), alphas=(0.5,))
    seen: list[object] = []
    for event in run_sweep(spec, should_stop=lambda: bool(cells_in(seen)), shelf=Shelf()):
        seen.append(event)
    found = seen[-1]
    assert isinstance(found, Sweep)
    assert found.stopped_early
    assert [one.name for one in found.students] == ["MLP 4"]
    assert any("MLP 8" in note for note in found.notes)


def test_a_student_that_diverges_is_left_out_with_a_note(monkeypatch):
    from core.distill import students
    from core.lab.sweep import train

    def diverging(spec, *rest, **options):
        if spec.width == 8:
            raise students.diverged(rest[0][0])
        return students.train_students(spec, *rest, **options)

    monkeypatch.setattr(train, "train_students", diverging)
    spec = SweepSpec(run=RUN, students=(ModelSpec(width=8), ModelSpec(width=4)), alphas=(0.5,))
    *_, found = run_sweep(spec, shelf=Shelf())
    assert isinstance(found, Sweep)
    assert [one.name for one in found.students] == ["MLP 4"]
    assert {cell.student for cell in found.cells} == {0}
    assert any("MLP 8" in note for note in found.notes)


THREE_SEEDS = SweepSpec(
    run=RUN.model_copy(update={"train": RUN.train.model_copy(update={"seeds": 3})}),
    alphas=(0.0, 0.5, 1.0),
    temperatures=(1.0, 4.0),
)


def sweep_without(patch: pytest.MonkeyPatch, is_lost: Callable[[Learner], bool]) -> Sweep:
    """Sweep three seeds, of which some learners have no usable epoch."""
    fit = students_module.fit_stacked

    def losing(*arguments):
        trained = yield from fit(*arguments)
        return tuple(one for one in trained if not is_lost(one.learner))

    patch.setattr(students_module, "fit_stacked", losing)
    *_, found = run_sweep(THREE_SEEDS, shelf=Shelf())
    assert isinstance(found, Sweep)
    return found


def at(found: Sweep, alpha: float, heat: float) -> Cell:
    return next(c for c in found.cells if (c.alpha, c.temperature) == (alpha, heat))


def is_cell(alpha: float, heat: float) -> Callable[[Learner], bool]:
    return lambda one: one.role == "distilled" and (one.alpha, one.temperature) == (alpha, heat)


def test_a_seed_that_one_cell_loses_stays_with_all_others_and_is_noted(monkeypatch):
    whole = swept(THREE_SEEDS)
    bad = is_cell(0.5, 4.0)
    found = sweep_without(monkeypatch, lambda one: bad(one) and one.seed == 1)
    assert at(found, 0.5, 4.0).seeds == 2
    assert [c for c in found.cells if c.seeds == 3] == [
        c for c in whole.cells if (c.alpha, c.temperature) != (0.5, 4.0)
    ]
    assert any("fewer seeds than the student alone: 1 of 6" in note for note in found.notes)


def test_a_cell_that_lost_a_seed_is_compared_with_alone_of_its_own_seeds(monkeypatch):
    bad = is_cell(0.5, 4.0)
    with monkeypatch.context() as patch:
        one_cell = sweep_without(patch, lambda one: bad(one) and one.seed == 1)
    all_cells = sweep_without(monkeypatch, lambda one: one.seed == 1)
    ours, theirs = at(one_cell, 0.5, 4.0), at(all_cells, 0.5, 4.0)
    assert (ours.seeds, ours.difference, ours.validation_difference) == (
        theirs.seeds,
        theirs.difference,
        theirs.validation_difference,
    )


def test_a_seed_that_alone_loses_is_lost_for_every_cell_and_noted(monkeypatch):
    found = sweep_without(monkeypatch, lambda one: one.role == "alone" and one.seed == 1)
    assert {cell.seeds for cell in found.cells} == {2}
    assert any("MLP 4 was judged with 2 of 3 seeds" in note for note in found.notes)


def test_the_chosen_cell_kept_every_seed(monkeypatch):
    best = swept(THREE_SEEDS).cells[swept(THREE_SEEDS).best]
    bad = is_cell(best.alpha, best.temperature)
    found = sweep_without(monkeypatch, lambda one: bad(one) and one.seed == 1)
    chosen = found.cells[found.best]
    assert (chosen.alpha, chosen.temperature) != (best.alpha, best.temperature)
    assert chosen.seeds == 3


def test_a_cell_that_lost_all_its_seeds_has_no_numbers_and_is_noted(monkeypatch):
    found = sweep_without(monkeypatch, is_cell(1.0, 1.0))
    cell = at(found, 1.0, 1.0)
    assert cell.seeds == 0
    assert math.isnan(cell.difference.mean)
    assert not is_claimed(found, cell)
    assert "NaN" not in to_json(found)
    assert any("that cannot be judged: 1 of 6" in note for note in found.notes)


def test_a_cell_that_lost_a_seed_stands_beside_alone_of_its_own_seeds(monkeypatch):
    bad = is_cell(0.5, 4.0)
    with monkeypatch.context() as patch:
        one_cell = sweep_without(patch, lambda one: bad(one) and one.seed == 1)
    all_cells = sweep_without(monkeypatch, lambda one: one.seed == 1)
    cell = at(one_cell, 0.5, 4.0)
    assert one_cell.alone_of(cell) == all_cells.students[0].alone
    assert one_cell.alone_validation_of(cell) == all_cells.students[0].alone_validation
    assert cell.alone != one_cell.students[0].alone


def test_the_auc_of_a_cell_minus_that_beside_it_is_its_difference(monkeypatch):
    found = sweep_without(monkeypatch, lambda one: one.role == "distilled" and one.seed == 1)
    for cell in found.cells:
        told = cell.scores.auc.mean - found.alone_of(cell).auc.mean
        assert told == pytest.approx(cell.difference.mean, abs=1e-12)
        told = cell.validation.mean - found.alone_validation_of(cell).mean
        assert told == pytest.approx(cell.validation_difference.mean, abs=1e-12)


def test_a_result_without_alone_of_each_cell_shows_that_of_all_seeds():
    found = swept()
    old = dataclasses.replace(found.cells[-1], alone=None, alone_validation=None)
    assert found.alone_of(old) == found.students[0].alone
    assert found.alone_validation_of(old) == found.students[0].alone_validation


def test_the_verdict_of_a_cell_that_lost_a_seed_is_about_alone_of_its_seeds(monkeypatch):
    judged = []

    def noted(*arguments):
        judged.append(arguments)
        return judge(*arguments)

    monkeypatch.setattr(judge_module, "judge", noted)
    found = sweep_without(monkeypatch, lambda one: one.role == "distilled" and one.seed == 1)
    (arguments,) = judged
    best = found.cells[found.best]
    assert arguments[2] == found.alone_of(best)
    headroom = arguments[-1]
    teacher = found.teacher.scores.auc.mean
    assert headroom.mean == pytest.approx(teacher - found.alone_of(best).auc.mean, abs=1e-12)


def test_where_no_taught_cell_kept_every_seed_it_is_noted(monkeypatch):
    found = sweep_without(monkeypatch, lambda one: one.role == "distilled" and one.seed == 1)
    assert any("No cell of MLP 4 with alpha above 0 kept every seed" in x for x in found.notes)
    assert not any("kept every seed:" in x for x in swept(THREE_SEEDS).notes)


def test_a_student_that_no_cell_can_teach_cannot_be_judged(monkeypatch):
    with pytest.raises(TrainingError, match="no usable epoch"):
        sweep_without(monkeypatch, lambda one: one.role == "distilled")


def test_a_method_that_trains_models_in_between_is_refused():
    run = RUN.model_copy(update={"distill": DistillSpec(method="assistant")})
    with pytest.raises(SpecError, match="in between"):
        next(run_sweep(SweepSpec(run=run), shelf=Shelf()))


def test_a_student_that_cannot_read_the_rows_is_refused():
    with pytest.raises(LabError, match="market task"):
        next(run_sweep(SweepSpec(run=RUN, students=(ModelSpec(name="gru"),)), shelf=Shelf()))


def test_the_choice_is_made_on_validation_rows():
    found = swept()
    means = [cell.validation.mean for cell in found.cells]
    assert means[found.best] == max(means)


def test_the_verdict_is_that_of_the_chosen_cell():
    found = swept()
    cell = found.cells[found.best]
    expected = judge(
        cell.difference,
        cell.scores,
        found.students[0].alone,
        found.teacher.scores,
        cell.seeds,
        found.data.test.rows,
        "nobody" if cell.alpha == 0 else "teacher",
    )
    assert found.verdict.outcome == expected.outcome
    assert found.verdict.difference == cell.difference


@pytest.mark.slow
def test_a_planted_signal_has_a_cell_whose_interval_clears_zero():
    run = RunSpec(
        data=DataSpec(sample="planted_signal"), train=TrainSpec(epochs=15, seeds=8, tune="off")
    )
    found = swept(SweepSpec(run=run, alphas=(0.5, 0.9, 1.0), temperatures=(1.0, 2.0)))
    assert found.verdict.outcome == "better"
    assert found.cells[found.best].difference.low > 0


@pytest.mark.slow
def test_in_a_random_walk_at_most_one_cell_in_twenty_claims_a_difference():
    run = RunSpec(
        data=DataSpec(sample="random_walk"),
        task=TaskSpec(name="direction"),
        teacher=TREES,
        train=TrainSpec(epochs=5, seeds=3, tune="off"),
    )
    found = swept(SweepSpec(run=run))
    claimed = sum(is_claimed(found, cell) for cell in found.cells)
    assert claimed <= 0.05 * taught_cells(found)
