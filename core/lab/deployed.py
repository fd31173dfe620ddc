"""The model of a run that is handed over: the distilled student, or its teacher."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.deploy.card_facts import DeployedRole
from core.errors import BundleError
from core.lab.result import Result
from core.spec import ModelSpec


@dataclass(frozen=True)
class Deployed:
    """The model to hand over: its choices, its file, and its answers to known rows."""

    spec: ModelSpec
    onnx: bytes
    rows: np.ndarray
    probabilities: np.ndarray


def deployed_of(result: Result, role: DeployedRole) -> Deployed:
    """Return the model of a role.

    Raises
    ------
    BundleError
        When the teacher is asked for, and an earlier version kept no answers of it.
    """
    kept = result.artefacts
    if role == "distilled":
        return Deployed(
            result.spec.student, kept.student, kept.golden_rows, kept.golden_probabilities
        )
    if kept.teacher_golden_rows is None or kept.teacher_golden_probabilities is None:
        raise BundleError(
            "A bundle of the teacher needs its answers to known rows",
            "an earlier version of Distill Lab made this run, and kept none",
            "Start it again from its settings, or export the student.",
        )
    return Deployed(
        result.spec.teacher,
        kept.teacher,
        kept.teacher_golden_rows,
        kept.teacher_golden_probabilities,
    )
