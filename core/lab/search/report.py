"""A finished search as JSON, the form that ``search --json`` writes.

    {"spec": {…}, "data": {…},
     "models": {"baseline": M, "alone": M, "distilled": M, "teacher": M},
     "trials": [T, …], "chosen": T, "chosen_alone": T, "front": [number, …],
     "verdict": {…}, "seconds": {…}, "stopped_early", "notes": [sentence, …]}

    T = {"number", "state", "student", "alpha", "temperature", "learning_rate",
         "validation_auc", "alone_validation_auc", "parameters", "seconds"}

M is that of `core.lab.report`, from the test rows; trials are numbered from 1.
"""

from __future__ import annotations

import json
from dataclasses import asdict

from core.lab.report import Json, data_dict, finite, model_dict
from core.lab.search.outcome import SearchFound, TrialTold
from core.models.names import model_name


def to_json(found: SearchFound) -> str:
    """Write a finished search as indented JSON text, without NaN or Infinity."""
    return json.dumps(to_dict(found), indent=2, ensure_ascii=False, allow_nan=False)


def to_dict(found: SearchFound) -> Json:
    """Return a finished search as nested mappings of plain values, in the form above."""
    columns = (found.baseline, found.alone, found.distilled, found.teacher)
    verdict = found.verdict
    report = {
        "spec": found.spec.model_dump(mode="json"),
        "data": data_dict(found.data),
        "models": {column.role: model_dict(column) for column in columns},
        "trials": [trial_dict(found, trial) for trial in found.trials],
        "chosen": trial_dict(found, found.trials[found.best]),
        "chosen_alone": trial_dict(found, found.trials[found.best_alone]),
        "front": [number + 1 for number in found.front],
        "verdict": {
            "outcome": verdict.outcome,
            "metric": verdict.metric,
            "difference": asdict(verdict.difference),
            "seeds": verdict.seeds,
            "sentence": verdict.sentence,
        },
        "seconds": asdict(found.seconds),
        "stopped_early": found.stopped_early,
        "notes": list(found.notes),
    }
    plain: Json = finite(report)
    return plain


def trial_dict(found: SearchFound, trial: TrialTold) -> Json:
    """Return one trial, T in the form above."""
    setting = trial.setting
    return {
        "number": trial.number + 1,
        "state": trial.state,
        "student": model_name(found.spec.students[setting.student]),
        "alpha": setting.alpha,
        "temperature": setting.temperature,
        "learning_rate": setting.learning_rate,
        "validation_auc": trial.auc,
        "alone_validation_auc": trial.alone_auc,
        "parameters": trial.parameters,
        "seconds": trial.seconds,
    }
