"""From a finished run to what an MLflow server is sent of it; brings torch, so import it late."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict

import numpy as np

from core.errors import LabError
from core.evaluate.scores import METRICS
from core.lab.bundle import bundle_of
from core.lab.desk.journal import OUTCOME_TAG, SENTENCE_TAG, metrics_of, outcome_of
from core.lab.outbox.parcel import File, Number, Parcel
from core.lab.outbox.sender import RUN_TAG
from core.lab.report import to_json
from core.lab.result import Result
from core.runs.records import RunRecord

REPORT_FILE, BUNDLE_FILE = "report.json", "bundle.zip"
BUNDLE_TAG = "distill_lab.no_bundle"
DESCRIPTION_TAG = "mlflow.note.content"
MILLISECONDS = 1000


def parcel_of(record: RunRecord, result: Result) -> Parcel:
    """Collect what is sent of a finished run: choices, numbers, verdict, report and bundle.

    Where no bundle can be made, a tag says why and the rest is sent.

    Parameters
    ----------
    record : RunRecord
        The run in the registry.
    result : Result
        What it found out.
    """
    files = [File(REPORT_FILE, to_json(result).encode())]
    tags = {
        RUN_TAG: record.id,
        OUTCOME_TAG: outcome_of(result),
        SENTENCE_TAG: result.verdict.sentence,
        DESCRIPTION_TAG: result.verdict.sentence,
    }
    try:
        files.append(File(BUNDLE_FILE, bundle_of(result)))
    # The numbers are worth sending without the bundle too.
    except Exception as problem:
        is_told = isinstance(problem, LabError)
        tags[BUNDLE_TAG] = str(problem) if is_told else type(problem).__name__
    finished = record.finished or record.heartbeat
    return Parcel(
        run_id=record.id,
        name=record.name,
        started_ms=int(MILLISECONDS * (record.started or record.created)),
        finished_ms=int(MILLISECONDS * finished),
        params=record.params,
        numbers=tuple(_numbers_of(result)),
        tags=tuple(tags.items()),
        files=tuple(files),
    )


def _numbers_of(result: Result) -> Iterator[Number]:
    for number in (*_last_numbers(result), *_curves(result)):
        if math.isfinite(number.value):
            yield number


def _last_numbers(result: Result) -> Iterator[Number]:
    yield from (Number(name, value) for name, value in metrics_of(result))
    for column in result.columns:
        for metric in METRICS:
            interval = getattr(column.scores, metric)
            yield Number(f"{column.role}.{metric}_low", interval.low)
            yield Number(f"{column.role}.{metric}_high", interval.high)
    for part, seconds in asdict(result.seconds).items():
        yield Number(f"seconds.{part}", seconds)


def _curves(result: Result) -> Iterator[Number]:
    """Give loss and AUC on validation rows epoch by epoch, as means over the seeds."""
    for epoch in result.curves:
        for role in sorted({learner.role for learner in epoch.learners}):
            own = [learner for learner in epoch.learners if learner.role == role]
            place = f"{epoch.phase}.{role}"
            loss = float(np.mean([one.validation for one in own]))
            auc = float(np.mean([one.validation_auc for one in own]))
            yield Number(f"{place}.validation_loss", loss, epoch.epoch)
            yield Number(f"{place}.validation_auc", auc, epoch.epoch)
