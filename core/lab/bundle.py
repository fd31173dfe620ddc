"""From a finished run to the zip that hands a model over."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from importlib.metadata import version
from platform import python_version

import numpy as np

from core.data.samples import SAMPLES
from core.deploy.bundle import write_bundle
from core.deploy.card import write_card
from core.deploy.card_facts import (
    CardColumn,
    CardFacts,
    CardGap,
    CardPart,
    CardSetting,
    CardSmaller,
    DeployedRole,
)
from core.deploy.contents import BundleContents
from core.deploy.counting import score_shares
from core.deploy.shares import DriftFile
from core.errors import BundleError
from core.evaluate.looks.threshold import HALF
from core.export.parity import largest_difference
from core.lab.care import care_of
from core.lab.closer.cutting import thresholds
from core.lab.closer.fair import target_column
from core.lab.in_place import in_place_of_student
from core.lab.repeat import repeat_command
from core.lab.report import to_json
from core.lab.result import ModelResult, PartSummary, Result
from core.lab.told_settings import told_settings
from core.lab.variant import MadeSmaller
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


def bundle_of(
    result: Result, role: DeployedRole = "distilled", made: MadeSmaller | None = None
) -> bytes:
    """Return the distilled student, or the teacher, as a zip: model, code, card and proof.

    Parameters
    ----------
    result : Result
    role : {"distilled", "teacher"}
    made : MadeSmaller, optional
        A smaller file of the student, to be handed over in its place.

    Raises
    ------
    BundleError
        When the exported model does not answer as the trained one, or an earlier version made
        the run and kept no answers of the teacher to known rows.
    RecordError
        When a smaller file is asked for, and an earlier version made the run.
    """
    told = None if made is None else smaller_facts(result, made)
    handed = result if made is None else in_place_of_student(result, made)
    card = write_card(replace(card_facts(handed, role), smaller=told))
    return write_bundle(_contents(handed, role, to_json(handed, made), card))


def _contents(result: Result, role: DeployedRole, metrics: str, card: str) -> BundleContents:
    model, spec = _model_of(result, role), result.spec
    return BundleContents(
        model=model.onnx,
        encoder=result.artefacts.encoder,
        class_names=result.data.classes,
        window=model.spec.window if reads_windows(model.spec) else None,
        task=spec.task,
        date_column=spec.data.date_column,
        ticker_column=spec.data.ticker_column,
        golden_rows=model.rows,
        golden_probabilities=model.probabilities,
        metrics_json=metrics,
        card=card,
        threshold=threshold_of(result, role),
        drift=_drift(result, role),
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
    data, model, source = result.data, _model_of(result, role), result.spec.data
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
        packages=(("Python", python_version()), *((name, version(name)) for name in PACKAGES)),
        role=role,
        against_teacher=result.against_teacher,
        care=care_of(result, role),
        largest_difference=largest_difference(model.onnx, model.rows, model.probabilities),
        known_rows=len(model.rows),
        model_sha256=hashlib.sha256(model.onnx).hexdigest(),
        command=repeat_command(result.spec),
        has_drift=result.training_shares is not None,
        stopped_early=result.stopped_early,
        settings=tuple(
            CardSetting(one.group, one.label, one.value) for one in told_settings(result.spec)
        ),
        target_column=target_column(source),
        gaps=_gaps(result),
        data_words=SAMPLES[source.sample].sentence if source.source == "sample" else "",
        securities=_securities(result),
    )


def smaller_facts(result: Result, made: MadeSmaller) -> CardSmaller:
    """Collect what the model card tells of a smaller file, against the full student."""
    kept = result.artefacts
    return CardSmaller(
        label=made.label,
        agreement=made.measured.agreement,
        difference=made.measured.difference,
        largest_change=largest_difference(
            made.measured.onnx, kept.golden_rows, kept.golden_probabilities
        ),
        size_bytes=made.full.size_bytes,
        scores=made.full.scores,
        latency=made.full.latency,
        n_tried=made.n_tried,
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


def _securities(result: Result) -> tuple[str, ...]:
    tickers = None if result.evidence is None else result.evidence.tickers
    return () if tickers is None else tuple(np.unique(tickers).tolist())


def _gaps(result: Result) -> tuple[CardGap, ...] | None:
    """Return the columns with missing training cells; a share's last place is theirs."""
    if result.training_shares is None:
        return None
    shares = ((one.name, one.shares[-1]) for one in result.training_shares.columns)
    return tuple(CardGap(name, share) for name, share in shares if share > 0)


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
    counts = part.classes
    if not counts and target is not None:
        counts = tuple(np.bincount(target, minlength=n_classes).tolist())
    return CardPart(name, part.rows, part.start, part.end, counts)


def _column(column: ModelResult) -> CardColumn:
    return CardColumn(column.role, column.name, column.cost, column.scores, column.latency)
