"""A finished run made by hand: every number is round and invented, nothing was trained.

make_result()                                 a credit run without dates
make_result(outcome="no_clear_difference")    the same run with another verdict
make_result(task="direction")                 a market run with dates and a gap
"""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Literal

import numpy as np

from core.distill.reports import EpochReport, LearnerReport, Phase, Role
from core.evaluate.scores import Interval, Scores
from core.evaluate.speed.latency import Latency, Percentiles
from core.evaluate.speed.latency_ratio import Ratio, SpeedUp
from core.evaluate.verdict import Outcome, Verdict
from core.lab.events import Event, StageStarted
from core.lab.result import Artefacts, DataSummary, ModelResult, PartSummary, Result, Seconds
from core.models.cost import Cost
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.tasks.encode import CategoricalColumn, Encoder, NumericColumn

EPOCHS = 4
SEEDS = (0, 1, 2)
SENTENCES: dict[Outcome, str] = {
    "better": (
        "The teacher helped: the distilled student's AUC is 0.010 higher than alone "
        "(95 % interval 0.005 to 0.015, 3 seeds)."
    ),
    "worse": (
        "The teacher hurt: the distilled student's AUC is 0.010 lower than alone "
        "(95 % interval -0.015 to -0.005, 3 seeds)."
    ),
    "no_clear_difference": (
        "No clear difference: the distilled student's AUC is 0.000 higher than alone, but the "
        "95 % interval, -0.005 to 0.005, includes zero (3 seeds)."
    ),
}
DIFFERENCES: dict[Outcome, float] = {"better": 0.01, "worse": -0.01, "no_clear_difference": 0.0}


def make_result(
    outcome: Outcome = "better", task: Literal["credit", "direction"] = "credit"
) -> Result:
    """Build the finished run."""
    gain = DIFFERENCES[outcome]
    return Result(
        spec=make_spec(task),
        data=make_data_summary(task),
        baseline=make_model("baseline", "Majority class", 0.5),
        alone=make_model("alone", "MLP 16", 0.75),
        distilled=make_model("distilled", "MLP 16", 0.75 + gain),
        teacher=make_model("teacher", "Boosted trees", 0.8),
        other_baselines=(make_model("baseline", "Logistic regression", 0.7),),
        agreement=0.9,
        against_teacher=Interval(gain - 0.05, gain - 0.06, gain - 0.04),
        verdict=Verdict(
            outcome=outcome,
            metric="auc",
            difference=Interval(gain, gain - 0.005, gain + 0.005),
            seeds=len(SEEDS),
            sentence=SENTENCES[outcome],
            nothing_to_learn=False,
        ),
        curves=make_curves(),
        seconds=Seconds(data=0.1, teacher=0.2, students=0.3, evaluate=0.4),
        artefacts=make_artefacts(),
        stopped_early=False,
        accuracy_against_teacher=Interval(gain - 0.05, gain - 0.06, gain - 0.04),
        speed_up=make_speed_up(),
    )


def make_events(result: Result | None = None) -> tuple[Event, ...]:
    """Everything such a run says, in order; the last event is the result."""
    result = result or make_result()
    return (
        StageStarted("data", 0.0, "Reading the rows"),
        StageStarted("teacher", 0.1, "Training the teacher"),
        *(report for report in result.curves if report.phase == "teacher"),
        StageStarted("students", 0.3, "Training the students"),
        *(report for report in result.curves if report.phase == "students"),
        StageStarted("evaluate", 0.9, "Scoring on the test rows"),
        result,
    )


def make_spec(task: Literal["credit", "direction"] = "credit") -> RunSpec:
    """Choices of the run."""
    return RunSpec(
        data=DataSpec(sample="us_stocks" if task == "direction" else "german_credit"),
        task=TaskSpec(name=task),
        teacher=ModelSpec(name="trees"),
        student=ModelSpec(name="mlp", width=16),
        train=TrainSpec(epochs=EPOCHS, seeds=len(SEEDS)),
    )


def make_data_summary(task: Literal["credit", "direction"] = "credit") -> DataSummary:
    """Data set of the run: a thousand rows, with days only for the market task."""
    market = task == "direction"
    train, validation, test = make_parts(with_days=market)
    return DataSummary(
        name="Example prices" if market else "Example loans",
        attribution="Invented for a test; describes nobody.",
        licence="Apache-2.0",
        rows=1000,
        features=12 if market else 40,
        classes=("down", "up") if market else ("good", "bad"),
        gap_days=15 if market else 0,
        train=train,
        validation=validation,
        test=test,
        content_hash="1" * 64,
    )


def make_parts(with_days: bool) -> tuple[PartSummary, PartSummary, PartSummary]:
    """Training, validation and test rows: 700, 100 and 200."""
    if not with_days:
        undated = partial(PartSummary, start=None, end=None)
        return undated(700), undated(100), undated(200)
    return (
        PartSummary(700, dt.date(2018, 1, 2), dt.date(2021, 12, 31)),
        PartSummary(100, dt.date(2022, 2, 1), dt.date(2022, 12, 30)),
        PartSummary(200, dt.date(2023, 2, 1), dt.date(2024, 12, 31)),
    )


def make_model(role: Role, name: str, auc: float) -> ModelResult:
    """One column: every score follows from `auc`, every cost from the role."""
    parameters = {"baseline": 0, "alone": 100, "distilled": 100, "teacher": 10_000}[role]
    speed = 10.0 if role == "teacher" else 1.0
    return ModelResult(
        role=role,
        name=name,
        cost=Cost(parameters=parameters, size_bytes=4 * parameters, flops=2 * parameters),
        scores=make_scores(auc),
        latency=Latency(
            one_row=Percentiles(median=0.01 * speed, p95=0.02 * speed),
            batch_rows=256,
            batch=Percentiles(median=0.1 * speed, p95=0.2 * speed),
            busy=False,
        ),
    )


def make_scores(auc: float) -> Scores:
    """Scores around `auc`, each with an interval of 0.01 on either side."""

    def around(mean: float) -> Interval:
        return Interval(mean, mean - 0.01, mean + 0.01)

    return Scores(
        accuracy=around(auc - 0.05),
        f1=around(auc - 0.1),
        auc=around(auc),
        log_loss=around(1.1 - auc),
        brier=around(0.5 - auc / 2),
        ece=around(0.05),
    )


def make_speed_up() -> SpeedUp:
    """Ten times as fast, on one row and on a batch, with one percent of noise."""

    def ratio(rows: int) -> Ratio:
        return Ratio(rows, Interval(10.0, 9.5, 10.5), Interval(1.01, 0.99, 1.03))

    return SpeedUp(ratio(1), ratio(256), busy=False)


def make_artefacts() -> Artefacts:
    """Files that are no models, and two golden rows."""
    return Artefacts(
        student=b"student",
        teacher=b"teacher",
        encoder=make_encoder(),
        student_seed=1,
        golden_rows=np.array([[35.0, 0.0], [20.0, 1.0]], dtype=np.float32),
        golden_probabilities=np.array([[0.75, 0.25], [0.5, 0.5]], dtype=np.float32),
    )


def make_encoder() -> Encoder:
    """Two columns: one number and one category."""
    return Encoder(
        numeric=(NumericColumn("age", median=35.0, low=19.0, high=75.0, mean=35.0, std=10.0),),
        categorical=(CategoricalColumn("housing", ("own", "rent")),),
    )


def make_curves() -> tuple[EpochReport, ...]:
    """The teacher's epochs, then those of the students, all seeds side by side."""
    return tuple(
        EpochReport(phase, epoch, EPOCHS, make_learners(phase, epoch), seconds=0.05 * epoch)
        for phase in ("teacher", "students")
        for epoch in range(1, EPOCHS + 1)
    )


def make_learners(phase: Phase, epoch: int) -> tuple[LearnerReport, ...]:
    """Losses that halve with each epoch."""
    if phase == "teacher":
        return (make_learner("teacher", SEEDS[0], epoch),)
    return tuple(
        make_learner(role, seed, epoch) for role in ("alone", "distilled") for seed in SEEDS
    )


def make_learner(role: Role, seed: int, epoch: int) -> LearnerReport:
    """Losses of one learner after one epoch."""
    loss = 0.5**epoch + 0.01 * seed
    return LearnerReport(
        role=role,
        seed=seed,
        hard=loss,
        soft=loss / 2 if role == "distilled" else None,
        total=loss,
        validation=loss + 0.1,
        validation_auc=0.75 - 0.25 * 0.5**epoch,
        is_best=True,
    )
