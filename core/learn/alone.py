"""Alone against distilled: the same students with all labels, with few and with very few."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from core.distill.students import paired_learners
from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.scores import Interval
from core.evaluate.verdict import Verdict, judge
from core.language.joining import in_a_row
from core.language.speak import tr
from core.learn.lesson import Answer
from core.learn.quick import taught
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

SHARES = ("100", "20", "5")
OUTCOMES = ("better", "no_clear_difference", "worse")
TEACHERS = MappingProxyType(
    {"trees": ModelSpec(name="trees", trees=100), "mlp": ModelSpec(name="mlp", width=64)}
)
OTHER_TEACHER = MappingProxyType({"trees": "mlp", "mlp": "trees"})
TRAINING = TrainSpec(epochs=12, seeds=5, tune="off")
SAMPLE = DataSpec(sample="taiwan_credit")
OVERLAP = "Their intervals overlap, so luck may have put the largest first."


@dataclass(frozen=True)
class Contest:
    """Alone, distilled and teacher with a share of the labels, by AUC on the test rows.

    ``share_percent`` is the share; ``labelled`` of ``rows`` training rows had a label.
    """

    share_percent: int
    labelled: int
    rows: int
    alone: Interval
    distilled: Interval
    teacher: Interval
    verdict: Verdict


def contest(share: str, teacher: str, sample: DataSpec = SAMPLE) -> Contest:
    """Train five students alone and five distilled ones, and judge them.

    Parameters
    ----------
    share : {"100", "20", "5"}
        Percent of the training labels that are known.
    teacher : {"trees", "mlp"}
    sample : DataSpec
        Bundled rows with a credit question.
    """
    spec = RunSpec(
        data=sample,
        task=TaskSpec(labels=int(share) / 100),
        teacher=TEACHERS[teacher],
        train=TRAINING,
    )
    found = taught(spec, paired_learners(spec))
    roles = ("alone", "distilled", "teacher")
    answers = tuple(Answers.from_logits(role, found.logits(role)) for role in roles)
    judged = compare(Truth.of(found.dataset, spec.task.horizon_days), answers)
    alone, distilled, taught_by = (judged.scores(role) for role in roles)
    gain = judged.difference("auc", "distilled", "alone")
    headroom = judged.difference("auc", "teacher", "alone")
    seeds = judged.seeds("distilled")
    return Contest(
        share_percent=int(share),
        labelled=int(found.dataset.train.labelled.sum()),
        rows=len(found.dataset.train),
        alone=alone.auc,
        distilled=distilled.auc,
        teacher=taught_by.auc,
        verdict=judge(gain, distilled, alone, taught_by, seeds, judged.n_rows, headroom=headroom),
    )


def verdict_answer(one: Contest) -> Answer:
    """Answer what the verdict is."""
    gain = one.verdict.difference
    reason = tr(
        "Distilled minus alone is {mean:+z.4f} AUC with a 95 % interval of {low:z.4f} to "
        "{high:z.4f}; only an interval without zero is called a difference."
    ).format(mean=gain.mean, low=gain.low, high=gain.high)
    return Answer(OUTCOMES.index(one.verdict.outcome), reason)


def largest_gain_answer(contests: tuple[Contest, Contest, Contest]) -> Answer:
    """Answer with which share the gain is largest; the contests stand in the order of `SHARES`."""
    gains = [one.verdict.difference for one in contests]
    largest = max(gains, key=lambda gain: gain.mean)
    reason = tr(
        "The gains are {all:+z.4f} AUC with all labels, {fifth:+z.4f} with 20 % and {few:+z.4f} "
        "with 5 %."
    ).format(all=gains[0].mean, fifth=gains[1].mean, few=gains[2].mean)
    others = [gain for gain in gains if gain is not largest]
    is_clear = all(largest.low > gain.high for gain in others)
    return Answer(gains.index(largest), reason if is_clear else in_a_row(reason, tr(OVERLAP)))
