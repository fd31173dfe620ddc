"""A finished run with a smaller file in place of its student, so that all that is told fits."""

from __future__ import annotations

from dataclasses import replace

from core.evaluate.compare import Comparison, compare
from core.export.counted import count
from core.export.session import Session
from core.lab.closer.answers import answers_of, evidence_of, truth_of
from core.lab.evidence import Answered
from core.lab.result import ModelResult, Result
from core.lab.variant import MadeSmaller
from core.models.cost import Cost

OPERATIONS_A_WEIGHT = 2


def in_place_of_student(result: Result, made: MadeSmaller) -> Result:
    """Return a run whose distilled student is a smaller file: its answers, scores and times.

    The known answers become those of the smaller file, for a bundle proves them to 1e-5. What
    was found about the distilled student by other means than the answers of this file is left
    out: what it listens to, and how many times as fast it is. The verdict stays, for it judges
    the learning.

    Parameters
    ----------
    result : Result
        The run that the student of `made` comes from.
    made : MadeSmaller

    Raises
    ------
    RecordError
        When an earlier version made the run, and kept no answers.
    """
    onnx, evidence = made.measured.onnx, evidence_of(result)
    answers = Session(onnx).run(result.artefacts.golden_rows)
    answered = Answered(made.measured.test[None], made.measured.validation)
    swapped = replace(
        result,
        artefacts=replace(result.artefacts, student=onnx, golden_probabilities=answers),
        distilled=_column(result, made),
        evidence=replace(evidence, distilled=answered),
        importance=None,
        speed_up=None,
    )
    against = compare(
        truth_of(swapped), (answers_of(swapped, "distilled"), answers_of(swapped, "teacher"))
    )
    return _compared(swapped, against)


def _compared(result: Result, against: Comparison) -> Result:
    """Hold the smaller file against the teacher, as the student was."""
    pair = ("distilled", "teacher")
    return replace(
        result,
        agreement=against.agreement(*pair),
        against_teacher=against.difference("auc", *pair),
        accuracy_against_teacher=against.difference("accuracy", *pair),
    )


def _column(result: Result, made: MadeSmaller) -> ModelResult:
    full, found = result.distilled, made.measured
    return replace(
        full,
        name=f"{full.name}, {made.label}",
        cost=_cost(full.cost, made),
        scores=found.scores,
        latency=found.latency,
    )


def _cost(full: Cost, made: MadeSmaller) -> Cost:
    """Take off what was dropped; only units of dense layers are, each used once a row."""
    before, after = count(made.full.onnx), count(made.measured.onnx)
    weights, biases = before.weights - after.weights, before.biases - after.biases
    return Cost(
        parameters=full.parameters - weights - biases,
        size_bytes=made.measured.size_bytes,
        flops=full.flops - OPERATIONS_A_WEIGHT * weights,
    )
