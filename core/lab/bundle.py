"""From a finished run to the zip that hands a model over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from core.deploy.bundle import write_bundle
from core.deploy.card import write_card
from core.deploy.card_facts import CardColumn, CardFacts, CardPart, DeployedRole
from core.deploy.contents import BundleContents
from core.deploy.counting import score_shares
from core.deploy.shares import DriftFile
from core.errors import BundleError
from core.evaluate.looks.threshold import HALF
from core.export.parity import largest_difference
from core.lab.care import care_of
from core.lab.closer.cutting import thresholds
from core.lab.repeat import repeat_command
from core.lab.report import to_json
from core.lab.result import ModelResult, PartSummary, Result
from core.models.catalog import reads_windows
from core.spec import ModelSpec

PACKAGES = ("torch", "scikit-learn", "numpy", "pandas", "onnxruntime")
TWO_CLASSES = 2


@dataclass(frozen=True)
class _Model:
    """The model to hand over: its choices, its file, and its answers to known rows."""

    spec: ModelSpec
    onnx: bytes
    rows: np.ndarray
    probabilities: np.ndarray


def bundle_of(result: Result, role: DeployedRole = "distilled") -> bytes:
    """Return the distilled student, or the teacher, as a zip: model, code, card and proof.

    Parameters
    ----------
    result : Result
    role : {"distilled", "teacher"}

    Raises
    ------
    BundleError
        When the exported model does not answer as the trained one, or an earlier version made
        the run and kept no answers of the teacher to known rows.
    """
    model, spec = _model_of(result, role), result.spec
    return write_bundle(
        BundleContents(
            model=model.onnx,
            encoder=result.artefacts.encoder,
            class_names=result.data.classes,
            window=model.spec.window if reads_windows(model.spec) else None,
            task=spec.task,
            date_column=spec.data.date_column,
            ticker_column=spec.data.ticker_column,
            golden_rows=model.rows,
            golden_probabilities=model.probabilities,
            metrics_json=to_json(result),
            card=write_card(card_facts(result, role)),
            threshold=threshold_of(result, role),
            drift=_drift(result, role),
        )
    )


def threshold_of(result: Result, role: DeployedRole) -> float | None:
    """Return the threshold chosen on validation rows, or 0.5; None for more than two classes."""
    if len(result.data.classes) != TWO_CLASSES:
        return None
    if result.evidence is None:
        return HALF
    return thresholds(result)[role].threshold.value


def card_facts(result: Result, role: DeployedRole = "distilled") -> CardFacts:
    """Collect what the model card tells."""
    data, model = result.data, _model_of(result, role)
    return CardFacts(
        spec=result.spec,
        data_name=data.name,
        attribution=data.attribution,
        licence=data.licence,
        content_hash=data.content_hash,
        parts=_parts(result),
        gap_days=data.gap_days,
        column_names=result.artefacts.encoder.column_names,
        class_names=data.classes,
        columns=tuple(_column(column) for column in result.columns),
        agreement=result.agreement,
        verdict=result.verdict,
        student_seed=result.artefacts.student_seed,
        packages=tuple((name, version(name)) for name in PACKAGES),
        role=role,
        against_teacher=result.against_teacher,
        care=care_of(result, role),
        largest_difference=largest_difference(model.onnx, model.rows, model.probabilities),
        known_rows=len(model.rows),
        model_sha256=hashlib.sha256(model.onnx).hexdigest(),
        command=repeat_command(result.spec),
        has_drift=result.training_shares is not None,
        stopped_early=result.stopped_early,
    )


def _model_of(result: Result, role: DeployedRole) -> _Model:
    kept = result.artefacts
    if role == "distilled":
        return _Model(
            result.spec.student, kept.student, kept.golden_rows, kept.golden_probabilities
        )
    if kept.teacher_golden_rows is None or kept.teacher_golden_probabilities is None:
        raise BundleError(
            "A bundle of the teacher needs its answers to known rows",
            "an earlier version of Distill Lab made this run, and kept none",
            "Start it again from its settings, or export the student.",
        )
    return _Model(
        result.spec.teacher,
        kept.teacher,
        kept.teacher_golden_rows,
        kept.teacher_golden_probabilities,
    )


def _drift(result: Result, role: DeployedRole) -> DriftFile | None:
    if result.training_shares is None:
        return None
    scores = None if result.evidence is None else result.evidence.answered(role).validation
    return DriftFile(
        training=result.training_shares,
        scores=None if scores is None else score_shares(scores),
    )


def _parts(result: Result) -> tuple[CardPart, ...]:
    data, evidence = result.data, result.evidence
    targets = {} if evidence is None else {
        "Validation": evidence.validation_target, "Test": evidence.target
    }  # fmt: skip
    parts = (("Training", data.train), ("Validation", data.validation), ("Test", data.test))
    return tuple(_part(name, part, targets.get(name), len(data.classes)) for name, part in parts)


def _part(name: str, part: PartSummary, target: np.ndarray | None, n_classes: int) -> CardPart:
    counts = () if target is None else tuple(np.bincount(target, minlength=n_classes).tolist())
    return CardPart(name, part.rows, part.start, part.end, counts)


def _column(column: ModelResult) -> CardColumn:
    return CardColumn(column.role, column.name, column.cost, column.scores, column.latency)
