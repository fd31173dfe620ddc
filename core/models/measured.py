"""What a trained model costs, counted in the model itself."""

from __future__ import annotations

from sklearn.ensemble import RandomForestClassifier

from core.models.cost import Cost, network_cost, tree_cost
from core.models.ensemble import EnsembleModel
from core.models.forest import ForestModel
from core.models.trained import TrainedModel
from core.models.trees import TreeModel


def cost_of(model: TrainedModel, n_features: int, n_classes: int, size_bytes: int) -> Cost:
    """Return what a trained model costs, `size_bytes` being the size of its ONNX file.

    An ensemble costs the sum of its members.
    """
    if isinstance(model, EnsembleModel):
        members = [cost_of(member, n_features, n_classes, 0) for member in model.members]
        parameters, flops = sum(m.parameters for m in members), sum(m.flops for m in members)
        return Cost(parameters, size_bytes, flops)
    if isinstance(model, TreeModel):
        return tree_cost(model.booster, size_bytes)
    if isinstance(model, ForestModel):
        return forest_cost(model.forest, size_bytes)
    return network_cost(model.spec, n_features, n_classes, size_bytes)


def forest_cost(forest: RandomForestClassifier, size_bytes: int) -> Cost:
    """Return what a trained random forest costs, counted like boosted trees.

    Its file holds every tree once for each class but the first, whose probability is
    what the others leave.
    """
    trees = [estimator.tree_ for estimator in forest.estimators_]
    copies = forest.n_classes_ - 1
    return Cost(
        parameters=copies * sum(tree.node_count for tree in trees),
        size_bytes=size_bytes,
        flops=copies * sum(tree.max_depth + 1 for tree in trees),
    )
