"""From trained models to a result: scores, costs, latency and the verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch

from core.data.table import Origin
from core.deploy.counting import training_shares
from core.deploy.golden import golden_rows
from core.distill.learners import TrainedLearner
from core.distill.reports import EpochReport
from core.evaluate.compare import Comparison, Truth, compare
from core.evaluate.looks.importance import Importance
from core.evaluate.speed.latency import Candidate, Latency
from core.evaluate.speed.latency_ratio import SpeedUp, measure_speed
from core.evaluate.verdict import helper_of, judge
from core.lab.contenders import Contender, baselines_of, students_of, teacher_of
from core.lab.evidence import Evidence
from core.lab.gathering import gather, listen
from core.lab.notes import notes_on_training, tuned_of
from core.lab.result import (
    Artefacts,
    DataSummary,
    ModelResult,
    PartSummary,
    Result,
    Seconds,
)
from core.lab.teachers import Shelf
from core.models.trained import TrainedModel
from core.models.warnings import warnings_of
from core.spec import RunSpec
from core.tasks.dataset import Dataset, Part
from core.tasks.encode import Encoder

ROWS_TO_TIME = 1024


@dataclass(frozen=True)
class Trained:
    """What training left: the teacher, the students seed by seed, and their curves."""

    teacher: TrainedLearner
    students: tuple[TrainedLearner, ...]
    curves: tuple[EpochReport, ...]
    stopped_early: bool


@dataclass(frozen=True)
class Judgement:
    """Everything that was found out about the trained models, but for how long it took."""

    columns: tuple[ModelResult, ...]
    other_baselines: tuple[ModelResult, ...]
    comparison: Comparison
    speed_up: SpeedUp
    artefacts: Artefacts
    evidence: Evidence
    importance: Importance


def never_held() -> None:
    """Let the judging go on."""


def judge_models(
    dataset: Dataset,
    trained: Trained,
    horizon_days: int,
    shelf: Shelf | None = None,
    between: Callable[[], object] = never_held,
) -> Judgement:
    """Score, cost and time the baselines, both students and the teacher.

    Parameters
    ----------
    dataset : Dataset
        Its test rows are looked at here, and nowhere before.
    trained : Trained
    horizon_days : int
        Sessions that a market label looks ahead; sets the blocks of days resampled.
    shelf : Shelf, optional
        Keeps the baselines, which know nothing of teacher and students.
    between : callable
        Called between the parts, so that the judging can be held and given up.
    """
    alone, _ = students_of("alone", trained.students, dataset)
    between()
    distilled, best = students_of("distilled", trained.students, dataset)
    between()
    teacher = teacher_of(trained.teacher, dataset)
    between()
    key = ("baselines", dataset.content_hash, dataset.task)
    naive, *others = (shelf or Shelf()).made_once(key, lambda: baselines_of(dataset))
    between()
    contenders = (naive, alone, distilled, teacher, *others)
    comparison = compare(Truth.of(dataset, horizon_days), tuple(c.answers for c in contenders))
    between()
    latencies, speed_up = measure_speed(
        tuple(Candidate(c.key, c.onnx, c.rows[:ROWS_TO_TIME]) for c in contenders),
        student=distilled.key,
        teacher=teacher.key,
    )
    results = tuple(
        _model_result(contender, comparison, latency)
        for contender, latency in zip(contenders, latencies, strict=True)
    )
    artefacts = _artefacts(dataset, distilled, teacher, best, trained.teacher)
    between()
    return Judgement(
        columns=results[:4],
        other_baselines=results[4:],
        comparison=comparison,
        speed_up=speed_up,
        artefacts=artefacts,
        evidence=gather(dataset, naive, alone, distilled, teacher),
        importance=listen(dataset, distilled, teacher),
    )


def _artefacts(
    dataset: Dataset,
    distilled: Contender,
    teacher: Contender,
    best: TrainedLearner,
    taught_by: TrainedLearner,
) -> Artefacts:
    encoder = dataset.encoder
    rows, teacher_rows = (golden_rows(one.rows, encoder) for one in (distilled, teacher))
    return Artefacts(
        student=distilled.onnx,
        teacher=teacher.onnx,
        encoder=encoder,
        student_seed=best.learner.seed,
        golden_rows=rows,
        golden_probabilities=_answers(best.model, encoder, rows),
        teacher_golden_rows=teacher_rows,
        teacher_golden_probabilities=_answers(taught_by.model, encoder, teacher_rows),
    )


def _answers(model: TrainedModel, encoder: Encoder, rows: np.ndarray) -> np.ndarray:
    """Return what a trained model itself, and not its file, answers to raw rows."""
    answers: np.ndarray = model.logits(torch.from_numpy(encoder.encode(rows))).softmax(1).numpy()
    return answers


def _model_result(contender: Contender, comparison: Comparison, latency: Latency) -> ModelResult:
    return ModelResult(
        role=contender.role,
        name=contender.name,
        cost=contender.cost,
        scores=comparison.scores(contender.key),
        latency=latency,
    )


def conclude(
    spec: RunSpec,
    origin: Origin,
    dataset: Dataset,
    trained: Trained,
    judgement: Judgement,
    seconds: Seconds,
) -> Result:
    """Put one run together, with its verdict."""
    baseline, alone, distilled, teacher = judgement.columns
    comparison = judgement.comparison
    headroom = comparison.difference("auc", "teacher", "alone")
    verdict = judge(
        comparison.difference("auc", "distilled", "alone"),
        distilled.scores,
        alone.scores,
        teacher.scores,
        comparison.seeds("distilled"),
        comparison.n_rows,
        helper_of(spec.distill),
        headroom,
    )
    return Result(
        spec=spec,
        data=summarise(origin, dataset),
        baseline=baseline,
        alone=alone,
        distilled=distilled,
        teacher=teacher,
        other_baselines=judgement.other_baselines,
        agreement=comparison.agreement("distilled", "teacher"),
        against_teacher=comparison.difference("auc", "distilled", "teacher"),
        verdict=verdict,
        curves=trained.curves,
        seconds=seconds,
        artefacts=judgement.artefacts,
        stopped_early=trained.stopped_early,
        headroom=headroom,
        notes=(
            *warnings_of(spec, dataset.n_features, dataset.n_classes),
            *notes_on_training(trained.curves, spec.seeds, trained.students),
        ),
        tuned=tuned_of(trained.students),
        accuracy_against_teacher=comparison.difference("accuracy", "distilled", "teacher"),
        speed_up=judgement.speed_up,
        importance=judgement.importance,
        evidence=judgement.evidence,
        training_shares=training_shares(
            dataset.train.raw_rows(), dataset.encoder, dataset.train.dates
        ),
    )


def summarise(origin: Origin, dataset: Dataset) -> DataSummary:
    """Describe a data set in numbers."""
    return DataSummary(
        name=origin.name,
        attribution=origin.attribution,
        licence=origin.licence,
        rows=sum(len(part) for part in dataset.parts),
        features=dataset.n_features,
        classes=dataset.class_names,
        gap_days=dataset.plan.gap_days,
        train=_summarise_part(dataset.train, dataset.n_classes),
        validation=_summarise_part(dataset.validation, dataset.n_classes),
        test=_summarise_part(dataset.test, dataset.n_classes),
        content_hash=dataset.content_hash,
    )


def _summarise_part(part: Part, n_classes: int) -> PartSummary:
    counts = np.bincount(part.classes, minlength=n_classes)
    return PartSummary(len(part), part.start, part.end, tuple(counts.tolist()))
