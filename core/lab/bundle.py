"""From a finished run to the zip that hands a model over."""

from __future__ import annotations

from dataclasses import replace

from core.deploy.bundle import write_bundle
from core.deploy.card import write_card
from core.deploy.card_facts import DeployedRole
from core.deploy.contents import BundleContents
from core.deploy.counting import score_shares
from core.deploy.shares import DriftFile
from core.evaluate.looks.threshold import HALF
from core.lab.card import card_facts, smaller_facts
from core.lab.closer.cutting import thresholds
from core.lab.deployed import deployed_of
from core.lab.in_place import in_place_of_student
from core.lab.report import to_json
from core.lab.result import Result
from core.lab.variant import MadeSmaller
from core.models.catalog import reads_windows

TWO_CLASSES = 2


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
    model, spec = deployed_of(result, role), result.spec
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


def _drift(result: Result, role: DeployedRole) -> DriftFile | None:
    if result.training_shares is None:
        return None
    scores = None if result.evidence is None else result.evidence.answered(role).validation
    return DriftFile(
        training=result.training_shares,
        scores=None if scores is None else score_shares(scores),
    )
