"""What a teacher of trees says of training rows whose label it never saw."""

from __future__ import annotations

import torch
from torch import Tensor

from core.distill.learners import TrainedLearner
from core.models.forest import ForestModel, grow_forest
from core.models.trained import TrainedModel
from core.models.trees import TreeModel, fit_trees
from core.tasks.dataset import Part
from core.tasks.folds import folds_of


def out_of_fold_logits(trained: TrainedLearner, part: Part) -> Tensor:
    """Answer training rows by trees of the same kind that learned from other rows.

    Five times the same number of trees is trained on four fifths of the labelled rows. Rows
    without a label are answered by the teacher itself, which never saw theirs either, and so
    are the rows of a fold without which some class is missing.

    Parameters
    ----------
    trained : TrainedLearner
        Boosted trees or a forest; its best epoch is the number of rounds or trees.
    part : Part
        The training rows it learned from.

    Returns
    -------
    Tensor of shape (n_rows, n_classes)
    """
    rows, target = part.rows, part.target
    logits = trained.model.logits(rows).clone()
    for learned, answered in folds_of(part):
        if len(torch.unique(target[learned])) < logits.shape[1]:
            continue
        model = _again(trained, rows[learned], target[learned])
        logits[answered] = model.logits(rows[answered])
    return logits


def _again(trained: TrainedLearner, inputs: Tensor, target: Tensor) -> TrainedModel:
    model, count, seed = trained.model, trained.best_epoch, trained.learner.seed
    if isinstance(model, TreeModel):
        return fit_trees(model.spec, inputs, target, count, seed)
    if isinstance(model, ForestModel):
        spec = model.spec.model_copy(update={"trees": count})
        return next(grow_forest(spec, inputs, target, seed, step=count))
    raise TypeError(f"{model.spec.name} is not made of trees")
