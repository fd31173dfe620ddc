"""What a reviewer of a model asks about besides its scores, collected from a finished run."""

from __future__ import annotations

import math

import numpy as np

from core.deploy.card_facts import CardCare, DeployedRole
from core.evaluate.compare import Answers, compare
from core.evaluate.fairness.fairness import Fairness
from core.evaluate.looks.credit_figures import CreditFigures, credit_figures
from core.evaluate.looks.reliability import reliability
from core.evaluate.looks.selective import selective
from core.evaluate.looks.threshold import ThresholdEffect
from core.evaluate.scores import METRICS
from core.lab.closer.answers import answers_of, evidence_of, truth_of
from core.lab.closer.cutting import thresholds
from core.lab.closer.fair import fair
from core.lab.result import ModelResult, Result
from core.lab.summary import headroom_sentence, tuning_sentence

TWO_CLASSES = 2
FEWEST_RESAMPLES = 2


def care_of(result: Result, role: DeployedRole) -> CardCare:
    """Collect threshold, calibration, fairness and what stood out, of one of the two models."""
    importance = None
    if result.importance is not None:
        told = {model.role: model for model in result.importance.models}
        importance = told.get(role)
    ignored = result.spec.data.ignored_columns or ()
    sentences = (
        *result.notes,
        *(_benchmark(one) for one in result.other_baselines),
        "" if result.headroom is None else headroom_sentence(result.headroom),
        tuning_sentence(result.tuned),
    )
    walk_sentence = "" if result.walk is None else result.walk.sentence
    told_sentences = tuple(sentence for sentence in sentences if sentence)
    evidence = result.evidence
    if evidence is None:
        return CardCare(
            importance=importance,
            ignored=ignored,
            sentences=told_sentences,
            walk_sentence=walk_sentence,
            no_fairness="An earlier version made this run, and kept no groups.",
        )
    answered, truth = evidence.answered(role), truth_of(result)
    effect = thresholds(result).get(role)
    return CardCare(
        threshold=effect,
        reliability=reliability(
            evidence.target,
            answered.probabilities,
            result.data.classes,
            rows_are_independent=truth.dates is None,
        ),
        selective=selective(truth, answered),
        importance=importance,
        fairness=fair(result),
        fairness_in_use=None if effect is None else _at_threshold(result, role, effect),
        no_fairness=_no_fairness(result),
        protected=tuple(column.name for column in evidence.protected),
        ignored=ignored,
        sentences=told_sentences,
        figures=_figures(result, role),
        seed_aucs=_seed_aucs(result, role),
        shown_seed=answered.shown,
        walk_sentence=walk_sentence,
    )


def _figures(result: Result, role: DeployedRole) -> CreditFigures | None:
    if len(result.data.classes) != TWO_CLASSES or result.spec.task.name != "credit":
        return None
    evidence = evidence_of(result)
    sheet = evidence.answered(role)
    return credit_figures(
        evidence.target, sheet.probabilities, sheet.reference, result.data.classes
    )


def _seed_aucs(result: Result, role: DeployedRole) -> tuple[float, ...]:
    """Return the AUC of every seed, in their order."""
    answers = answers_of(result, role)
    judged = compare(truth_of(result), (answers,), n_resamples=FEWEST_RESAMPLES).model(role)
    return tuple(float(auc) for auc in judged.full[:, METRICS.index("auc")])


def _benchmark(model: ModelResult) -> str:
    """Tell the AUC of a simple model, which a larger one should beat."""
    auc = model.scores.auc
    if not math.isfinite(auc.mean):
        return ""
    return (
        f"A simple model on the same test rows: {model.name}, AUC {auc.mean:.3f} "
        f"({auc.low:.3f} to {auc.high:.3f})."
    )


def _at_threshold(result: Result, role: DeployedRole, effect: ThresholdEffect) -> Fairness | None:
    """Compare groups by the answers that the bundle will give: one seed, with its threshold."""
    answered = evidence_of(result).answered(role)
    table = answered.probabilities
    given = (table[:, 1] > effect.threshold.value).astype(np.int64)
    return fair(result, (Answers(role, table[None], given[None]),))


def _no_fairness(result: Result) -> str:
    """Say why groups are not compared; empty where they are, or the question is of prices."""
    if result.spec.task.name != "credit":
        return ""
    if len(result.data.classes) != TWO_CLASSES:
        return "Groups are compared for two classes only, and there are more."
    return "No column is named like a protected attribute, so there are no groups to compare."
