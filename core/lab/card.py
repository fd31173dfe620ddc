"""What the model card tells of a finished run, collected."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from platform import python_version

import numpy as np

from core.data.samples import SAMPLES
from core.deploy.card_facts import (
    CardColumn,
    CardFacts,
    CardGap,
    CardPart,
    CardSetting,
    CardSmaller,
    DeployedRole,
)
from core.export.parity import largest_difference
from core.lab.care import care_of
from core.lab.closer.fair import target_column
from core.lab.deployed import deployed_of
from core.lab.repeat import repeat_command
from core.lab.result import ModelResult, PartSummary, Result
from core.lab.told_settings import told_settings
from core.lab.variant import MadeSmaller

PACKAGES = ("torch", "scikit-learn", "numpy", "pandas", "onnxruntime")


def card_facts(result: Result, role: DeployedRole = "distilled") -> CardFacts:
    """Collect what the model card tells."""
    data, model, source = result.data, deployed_of(result, role), result.spec.data
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


def _securities(result: Result) -> tuple[str, ...]:
    tickers = None if result.evidence is None else result.evidence.tickers
    return () if tickers is None else tuple(np.unique(tickers).tolist())


def _gaps(result: Result) -> tuple[CardGap, ...] | None:
    """Return the columns with missing training cells; a share's last place is theirs."""
    if result.training_shares is None:
        return None
    shares = ((one.name, one.shares[-1]) for one in result.training_shares.columns)
    return tuple(CardGap(name, share) for name, share in shares if share > 0)


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
