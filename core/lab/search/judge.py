"""The one look at the test rows that a search takes: the chosen students beside the teacher."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.distill.learners import TrainedLearner
from core.evaluate.compare import Comparison, Truth, compare
from core.evaluate.speed.latency import Candidate, Latency, measure_latency
from core.evaluate.verdict import Verdict, helper_of, judge
from core.lab.contenders import Contender, baselines_of, students_of, teacher_of
from core.lab.judgement import ROWS_TO_TIME
from core.lab.result import ModelResult
from core.lab.search.trial import Trained
from core.lab.teachers import Shelf
from core.spec import RunSpec
from core.tasks.dataset import Dataset


@dataclass(frozen=True)
class Judged:
    """Baseline, alone, distilled and teacher on the test rows, and the verdict."""

    columns: tuple[ModelResult, ModelResult, ModelResult, ModelResult]
    verdict: Verdict


def judge_chosen(
    run: RunSpec,
    dataset: Dataset,
    teacher: TrainedLearner,
    alone: Trained,
    distilled: Trained,
    n_trials: int,
    shelf: Shelf,
) -> Judged:
    """Judge the chosen distilled student against the chosen student alone.

    Parameters
    ----------
    run : RunSpec
        With the setting of the chosen distilled student.
    dataset : Dataset
        Its test rows are looked at here, and nowhere before.
    teacher : TrainedLearner
    alone, distilled : tuple of TrainedLearner
        Of the trials chosen, seed by seed; only seeds that both have are compared.
    n_trials : int
        Among which both were chosen.
    shelf : Shelf
        Keeps the baselines.
    """
    key = ("baselines", dataset.content_hash, dataset.task)
    naive = shelf.made_once(key, lambda: baselines_of(dataset))[0]
    both = _paired(alone, distilled)
    contenders = (
        naive,
        students_of("alone", both, dataset)[0],
        students_of("distilled", both, dataset)[0],
        teacher_of(teacher, dataset),
    )
    truth = Truth.of(dataset, run.task.horizon_days)
    found = compare(truth, tuple(one.answers for one in contenders))
    latencies = measure_latency(
        tuple(Candidate(one.key, one.onnx, one.rows[:ROWS_TO_TIME]) for one in contenders)
    )
    first, own, taught, best = (
        _column(one, found, latency) for one, latency in zip(contenders, latencies, strict=True)
    )
    verdict = judge(
        found.difference("auc", "distilled", "alone"),
        taught.scores,
        own.scores,
        best.scores,
        found.seeds("distilled"),
        found.n_rows,
        helper_of(run.distill),
        found.difference("auc", "teacher", "alone"),
    )
    sentence = f"{verdict.sentence} {_among(n_trials)}"
    return Judged((first, own, taught, best), replace(verdict, sentence=sentence))


def _among(n_trials: int) -> str:
    if n_trials == 1:
        return "Both students are those of the only trial."
    return (
        f"Both students were chosen among {n_trials} trials on validation rows, and the test "
        "rows were looked at once."
    )


def _paired(alone: Trained, distilled: Trained) -> Trained:
    """Return both roles with the seeds that neither has lost."""
    own = [one for one in alone if one.learner.role == "alone"]
    taught = [one for one in distilled if one.learner.role == "distilled"]
    seeds = {one.learner.seed for one in own} & {one.learner.seed for one in taught}
    return tuple(one for one in (*own, *taught) if one.learner.seed in seeds)


def _column(contender: Contender, found: Comparison, latency: Latency) -> ModelResult:
    scores = found.scores(contender.key)
    return ModelResult(contender.role, contender.name, contender.cost, scores, latency)
