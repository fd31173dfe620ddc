"""Every model of a run, ready to be judged: its answers, its file and its cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from core.distill.learners import TrainedLearner
from core.distill.reports import Role
from core.evaluate.baselines import Logistic, Naive, logistic_regression, naive_baselines
from core.evaluate.compare import Answers
from core.evaluate.scores import Array
from core.export.graph import export
from core.export.lookup import export_lookup
from core.models.catalog import reads_windows
from core.models.cost import Cost
from core.models.linear import Linear
from core.models.measured import cost_of
from core.models.names import model_name
from core.models.network import NetworkModel
from core.models.trained import TrainedModel, inputs_for
from core.spec import ModelSpec
from core.tasks.dataset import Dataset


@dataclass(frozen=True)
class Contender:
    """A model to be judged.

    ``key`` is unique in a run. ``rows`` are test rows as its ONNX file reads them.
    ``validation`` holds its probabilities of the validation rows, and ``shown`` is the place
    of the seed that its file and they come from.
    """

    key: str
    role: Role
    name: str
    answers: Answers
    onnx: bytes
    rows: np.ndarray
    cost: Cost
    validation: Array
    shown: int = 0


def students_of(
    role: Role, trained: tuple[TrainedLearner, ...], dataset: Dataset
) -> tuple[Contender, TrainedLearner]:
    """Return the students of a role as one contender, and the one that did best on validation.

    All seeds give answers; the best one on validation gives the file.
    """
    own = [one for one in trained if one.learner.role == role]
    best = min(own, key=lambda one: one.validation_loss)
    inputs = inputs_for(best.model.spec, dataset.test)
    answers = Answers.from_logits(role, tuple(one.model.logits(inputs) for one in own))
    contender = _learned(role, role, best.model, answers, dataset)
    return replace(contender, shown=own.index(best)), best


def teacher_of(trained: TrainedLearner, dataset: Dataset) -> Contender:
    """Return the teacher as a contender."""
    model = trained.model
    logits = model.logits(inputs_for(model.spec, dataset.test))
    return _learned("teacher", "teacher", model, Answers.from_logits("teacher", (logits,)), dataset)


def baselines_of(dataset: Dataset) -> tuple[Contender, ...]:
    """Return the naive baselines, the best on validation first, then logistic regression."""
    naive = tuple(_looked_up(one, dataset) for one in naive_baselines(dataset))
    return (*naive, _logistic(logistic_regression(dataset), dataset))


def _looked_up(naive: Naive, dataset: Dataset) -> Contender:
    onnx = export_lookup(naive.lookup_table)
    cost = Cost(naive.lookup_table.size, len(onnx), 0)
    answers = naive.answers(dataset.test, naive.name)
    codes = naive.codes(dataset.test)
    validation = naive.answers(dataset.validation, naive.name).probabilities[0]
    return Contender(naive.name, "baseline", naive.name, answers, onnx, codes, cost, validation)


def _logistic(fitted: Logistic, dataset: Dataset) -> Contender:
    module = Linear(dataset.n_features, dataset.n_classes)
    with torch.no_grad():
        module.head.weight.copy_(torch.from_numpy(fitted.weight))
        module.head.bias.copy_(torch.from_numpy(fitted.bias))
    model = NetworkModel(ModelSpec(name="linear"), module.eval())
    answers = fitted.answers(dataset.test, fitted.name)
    return _learned(fitted.name, "baseline", model, answers, dataset, fitted.name)


def _learned(
    key: str,
    role: Role,
    model: TrainedModel,
    answers: Answers,
    dataset: Dataset,
    name: str = "",
) -> Contender:
    spec = model.spec
    window = spec.window if reads_windows(spec) else None
    onnx = export(model, dataset.encoder, window, dataset.n_classes)
    rows = dataset.test.raw_windows(window) if window else dataset.test.raw_rows()
    cost = cost_of(model, dataset.n_features, dataset.n_classes, len(onnx))
    logits = model.logits(inputs_for(spec, dataset.validation))
    validation = torch.softmax(logits.double(), dim=1).numpy()
    return Contender(key, role, name or model_name(spec), answers, onnx, rows, cost, validation)
