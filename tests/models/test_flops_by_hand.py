"""Operations of every architecture, against formulas written out from the papers' equations.

Two operations for each multiply and add of a matrix product; nothing else counts.
"""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier

from core.models.catalog import ARCHITECTURES
from core.models.cost import flops_per_row, tree_cost
from core.models.measured import forest_cost
from core.models.network import build_network
from core.spec import ModelSpec

CLASSES = (2, 3)
FEATURES = (1, 12, 37)
SIZES = (
    {"width": 16, "depth": 1, "window": 20, "trees": 150, "leaves": 15},
    {"width": 6, "depth": 3, "window": 7, "trees": 10, "leaves": 2},
    {"width": 64, "depth": 4, "window": 2, "trees": 1000, "leaves": 255},
)


def product(rows: int, inner: int, columns: int) -> int:
    """Multiply a matrix (rows, inner) with one (inner, columns)."""
    return 2 * rows * inner * columns


def linear(_: ModelSpec, features: int, classes: int) -> int:
    return product(1, features, classes)


def mlp(spec: ModelSpec, features: int, classes: int) -> int:
    first, others = product(1, features, spec.width), product(1, spec.width, spec.width)
    return first + (spec.depth - 1) * others + product(1, spec.width, classes)


def resmlp(spec: ModelSpec, features: int, classes: int) -> int:
    stem, block = product(1, features, spec.width), 2 * product(1, spec.width, spec.width)
    return stem + spec.depth * block + product(1, spec.width, classes)


def gated(gates: int) -> Callable[[ModelSpec, int, int], int]:
    """Each day and gate multiplies what comes in and what is remembered."""

    def formula(spec: ModelSpec, features: int, classes: int) -> int:
        remembered = product(1, spec.width, spec.width)
        first = product(1, features, spec.width) + remembered
        days = spec.window * gates * (first + (spec.depth - 1) * 2 * remembered)
        return days + product(1, spec.width, classes)

    return formula


def tcn(spec: ModelSpec, features: int, classes: int) -> int:
    """Two kernels of three days a block, and one of one day past the first block."""
    days, width = spec.window, spec.width
    first = product(days, 3 * features, width) + product(days, 3 * width, width)
    others = (spec.depth - 1) * 2 * product(days, 3 * width, width)
    return product(days, features, width) + first + others + product(1, width, classes)


def transformer(spec: ModelSpec, features: int, classes: int) -> int:
    """Queries, keys, values, scores, mix, gathered, and a network twice as wide, each block."""
    days, width = spec.window, spec.width
    asked = 3 * product(days, width, width)
    scores, mixed = product(days, width, days), product(days, days, width)
    inner = product(days, width, 2 * width) + product(days, 2 * width, width)
    block = asked + scores + mixed + product(days, width, width) + inner
    return product(days, features, width) + spec.depth * block + product(1, width, classes)


def trees(spec: ModelSpec, _: int, classes: int) -> int:
    """A comparison at each of a path's thresholds, at most leaves less one, and an addition."""
    each_round = 1 if classes == 2 else classes
    return each_round * spec.trees * ((spec.leaves - 1) + 1)


def forest(spec: ModelSpec, _: int, classes: int) -> int:
    return (classes - 1) * spec.trees * ((spec.leaves - 1) + 1)


def ensemble(spec: ModelSpec, features: int, classes: int) -> int:
    return sum(BY_HAND[one.name](one, features, classes) for one in spec.member_specs)


BY_HAND: dict[str, Callable[[ModelSpec, int, int], int]] = {
    "linear": linear,
    "mlp": mlp,
    "resmlp": resmlp,
    "gru": gated(3),
    "lstm": gated(4),
    "tcn": tcn,
    "transformer": transformer,
    "trees": trees,
    "forest": forest,
    "ensemble": ensemble,
}


def test_every_architecture_has_a_formula() -> None:
    assert set(BY_HAND) == set(ARCHITECTURES)


@pytest.mark.parametrize("n_classes", CLASSES)
@pytest.mark.parametrize("n_features", FEATURES)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size['width']}x{size['depth']}")
@pytest.mark.parametrize("name", BY_HAND)
def test_operations_equal_the_formula(
    name: str, size: dict[str, int], n_features: int, n_classes: int
) -> None:
    spec = ModelSpec(name=name, **size)
    by_hand = BY_HAND[name](spec, n_features, n_classes)
    assert flops_per_row(spec, n_features, n_classes) == by_hand


@pytest.mark.parametrize("members", [("gru", "lstm"), ("trees", "forest", "mlp", "tcn", "linear")])
def test_ensemble_adds_the_formulas_of_its_members(members: tuple[str, ...]) -> None:
    spec = ModelSpec(name="ensemble", members=members, width=9, depth=2)
    assert flops_per_row(spec, 12, 3) == ensemble(spec, 12, 3)


@pytest.mark.parametrize(
    ("spec", "number"),
    [
        # 20 days x 4 gates x 2 x 16 x (12 + 16), and 2 x 16 x 2 of the head.
        (ModelSpec(name="lstm", width=16, window=20), 71_744),
        # 20 days x 3 gates x 2 x 16 x (12 + 16), and the head.
        (ModelSpec(name="gru", width=16, window=20), 53_824),
        # 2 x (12 x 256 + 256 x 256 + 256 x 2).
        (ModelSpec(name="mlp", width=256, depth=2), 138_240),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_operations_are_this_number_on_twelve_features(spec: ModelSpec, number: int) -> None:
    assert flops_per_row(spec, 12, 2) == number


@pytest.mark.parametrize("name", ["gru", "lstm", "tcn", "transformer"])
def test_formula_meets_a_network_whose_weights_work_on_every_day(name: str) -> None:
    """The matrices of the network itself, each used once a day, leave only attention over."""
    spec = ModelSpec(name=name, width=6, depth=2, window=7)
    network = build_network(spec, 5, 3, torch.Generator())
    weights = {key: one for key, one in network.named_parameters() if one.dim() > 1}
    head = 2 * weights.pop("head.weight").numel()
    daily = 2 * spec.window * sum(one.numel() for one in weights.values())
    between_days = 2 * 2 * 2 * spec.window**2 * spec.width if name == "transformer" else 0
    assert BY_HAND[name](spec, 5, 3) == daily + head + between_days


class TestTrainedTrees:
    """A square of four corners: the deepest path to one of them compares twice."""

    corners = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]] * 50)
    trees = 3

    def test_boosted_trees_compare_twice_and_add_once(self) -> None:
        booster = HistGradientBoostingClassifier(
            max_iter=self.trees, max_leaf_nodes=4, min_samples_leaf=1, early_stopping=False
        ).fit(self.corners, self.corners.all(axis=1))
        assert tree_cost(booster, 0).flops == self.trees * (2 + 1)

    @pytest.mark.parametrize(("n_classes", "copies"), [(2, 1), (4, 3)])
    def test_forest_does_it_once_for_each_class_but_the_first(
        self, n_classes: int, copies: int
    ) -> None:
        four = (self.corners @ [1, 2]).astype(int)
        target = four if n_classes == 4 else self._exclusive_or()
        grown = RandomForestClassifier(self.trees, bootstrap=False, random_state=0)
        assert forest_cost(grown.fit(self.corners, target), 0).flops == copies * self.trees * 3

    def _exclusive_or(self) -> np.ndarray:
        return (self.corners.sum(axis=1) == 1).astype(int)
