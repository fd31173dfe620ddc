"""Judging a trained sweep: validation rows choose, test rows tell."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from core.distill.learners import TrainedLearner
from core.evaluate.compare import Answers, Comparison, Truth
from core.evaluate.compare_many import compare_many
from core.evaluate.scores import METRICS, Interval, Scores
from core.evaluate.speed.latency import Candidate, Latency, measure_latency
from core.evaluate.verdict import Verdict, helper_of, judge
from core.lab.contenders import Contender, baselines_of, students_of, teacher_of
from core.lab.judgement import ROWS_TO_TIME
from core.lab.result import ModelResult
from core.lab.sweep.choose import best_of
from core.lab.sweep.outcome import Cell, Student
from core.lab.sweep.train import Point, TrainedStudent
from core.lab.teachers import Shelf
from core.models.trained import inputs_for
from core.spec import MARKET_TASKS
from core.spec.sweep import SweepSpec
from core.tasks.dataset import Dataset, Part

UNKNOWN = Interval(math.nan, math.nan, math.nan)
UNKNOWN_SCORES = Scores(*(UNKNOWN for _ in METRICS))


@dataclass(frozen=True)
class Found:
    """What judging a sweep found out; the parts are those of `Sweep`."""

    baseline: ModelResult
    teacher: ModelResult
    students: tuple[Student, ...]
    cells: tuple[Cell, ...]
    best: int
    verdict: Verdict


@dataclass(frozen=True)
class _Judged:
    """The same models on the rows that choose and on the rows that tell."""

    validation: Comparison
    test: Comparison


def judge_cells(
    spec: SweepSpec,
    dataset: Dataset,
    teacher: TrainedLearner,
    trained: tuple[TrainedStudent, ...],
    shelf: Shelf,
) -> Found:
    """Judge every cell on validation and on test rows, and time every student once.

    Parameters
    ----------
    spec : SweepSpec
    dataset : Dataset
        Its test rows are looked at here, and nowhere before.
    teacher : TrainedLearner
    trained : tuple of TrainedStudent
        Those that were trained by the end; one at least.
    shelf : Shelf
        Keeps the baselines.
    """
    taught_by = teacher_of(teacher, dataset)
    key = ("baselines", dataset.content_hash, dataset.task)
    naive = shelf.made_once(key, lambda: baselines_of(dataset))[0]
    files = tuple(students_of("alone", one.alone, dataset)[0] for one in trained)
    judged = _Judged(
        compare_many(_truth(spec, dataset, dataset.validation), _answers(trained, dataset, False)),
        compare_many(
            _truth(spec, dataset, dataset.test),
            chain(_answers(trained, dataset, True), (naive.answers, taught_by.answers)),
        ),
    )
    cells = tuple(_cells(trained, judged))
    latencies = measure_latency(tuple(map(_candidate, (naive, taught_by, *files))))
    students = tuple(_students(trained, files, latencies[2:], cells, judged))
    best = best_of(range(len(cells)), cells, trained, _alone_means(trained, judged))
    return Found(
        _column(naive, judged.test, latencies[0]),
        _column(taught_by, judged.test, latencies[1]),
        students,
        cells,
        best,
        _verdict(spec, cells[best], trained, judged.test),
    )


def _truth(spec: SweepSpec, dataset: Dataset, part: Part) -> Truth:
    dates = part.dates if dataset.task in MARKET_TASKS else None
    return Truth(part.classes, dates, spec.run.task.horizon_days)


def _answers(
    trained: tuple[TrainedStudent, ...], dataset: Dataset, is_test: bool
) -> Iterator[Answers]:
    """Make what alone and every taught cell of every student answers."""
    part = dataset.test if is_test else dataset.validation
    for one in trained:
        inputs = inputs_for(one.spec, part)
        models = {_name(one.place, None): one.alone}
        for point, own in one.cells:
            if own and point[0] > 0:
                models[_name(one.place, point)] = own
                models[_beside(one, own)] = one.alone_beside(own)
        for name, own in models.items():
            yield Answers.from_logits(name, tuple(learner.model.logits(inputs) for learner in own))


def _name(place: int, point: Point | None) -> str:
    """Name a model of a sweep; with alpha 0 it is the student alone."""
    return f"{place} alone" if point is None or point[0] == 0 else f"{place} {point}"


def _beside(one: TrainedStudent, own: tuple[TrainedLearner, ...]) -> str:
    """Name the student alone of the seeds that a cell kept."""
    alone = _name(one.place, None)
    if len(own) == len(one.alone):
        return alone
    return f"{alone} {[learner.learner.seed for learner in own]}"


def _cells(trained: tuple[TrainedStudent, ...], judged: _Judged) -> Iterator[Cell]:
    for number, one in enumerate(trained):
        for point, own in one.cells:
            if not own:
                yield _lost(number, point)
                continue
            name, alone = _name(one.place, point), _beside(one, own)
            yield Cell(
                number,
                *point,
                len(own),
                judged.validation.scores(name).auc,
                judged.validation.difference("auc", name, alone),
                judged.test.scores(name),
                judged.test.difference("auc", name, alone),
                judged.test.scores(alone),
                judged.validation.scores(alone).auc,
            )


def _lost(number: int, point: Point) -> Cell:
    unknown, scores = UNKNOWN, UNKNOWN_SCORES
    return Cell(number, *point, 0, unknown, unknown, scores, unknown, scores, unknown)


def _alone_means(trained: tuple[TrainedStudent, ...], judged: _Judged) -> tuple[float, ...]:
    """Return the AUC of each student alone on validation rows, mean over all its seeds."""
    return tuple(judged.validation.scores(_name(one.place, None)).auc.mean for one in trained)


def _students(
    trained: tuple[TrainedStudent, ...],
    files: tuple[Contender, ...],
    latencies: tuple[Latency, ...],
    cells: tuple[Cell, ...],
    judged: _Judged,
) -> Iterator[Student]:
    means = _alone_means(trained, judged)
    for number, (one, file, latency) in enumerate(zip(trained, files, latencies, strict=True)):
        alone = _name(one.place, None)
        own = [place for place, cell in enumerate(cells) if cell.student == number]
        best = best_of(own, cells, trained, means)
        point = (cells[best].alpha, cells[best].temperature)
        yield Student(
            one.spec,
            file.name,
            file.cost,
            latency,
            judged.test.scores(alone),
            judged.validation.scores(alone).auc,
            best,
            judged.test.difference("auc", _name(one.place, point), "teacher"),
        )


def _candidate(contender: Contender) -> Candidate:
    return Candidate(contender.key, contender.onnx, contender.rows[:ROWS_TO_TIME])


def _column(contender: Contender, judged: Comparison, latency: Latency) -> ModelResult:
    scores = judged.scores(contender.key)
    return ModelResult(contender.role, contender.name, contender.cost, scores, latency)


def _verdict(
    spec: SweepSpec,
    cell: Cell,
    trained: tuple[TrainedStudent, ...],
    judged: Comparison,
) -> Verdict:
    one = trained[cell.student]
    alone = _beside(one, dict(one.cells)[cell.alpha, cell.temperature])
    distill = spec.cell(one.spec, cell.alpha, cell.temperature).distill
    return judge(
        cell.difference,
        cell.scores,
        judged.scores(alone),
        judged.scores("teacher"),
        cell.seeds,
        judged.n_rows,
        helper_of(distill),
        judged.difference("auc", "teacher", alone),
    )
