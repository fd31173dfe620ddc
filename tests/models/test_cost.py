import numpy as np
import pytest
import torch
from sklearn.ensemble import HistGradientBoostingClassifier
from torch.utils.flop_counter import FlopCounterMode

from core.models.catalog import reads_windows
from core.models.cost import (
    Cost,
    estimated_size_bytes,
    flops_per_row,
    network_cost,
    parameter_count,
    tree_cost,
)
from core.models.network import build_network
from core.spec import ModelSpec

NETWORKS = [
    ModelSpec(name="linear"),
    ModelSpec(name="mlp", width=16, depth=1),
    ModelSpec(name="mlp", width=9, depth=4),
    ModelSpec(name="gru", width=8, depth=1, window=20),
    ModelSpec(name="gru", width=5, depth=3, window=7),
    ModelSpec(name="resmlp", width=16, depth=1),
    ModelSpec(name="resmlp", width=7, depth=4),
    ModelSpec(name="lstm", width=8, depth=1, window=20),
    ModelSpec(name="lstm", width=5, depth=3, window=7),
    ModelSpec(name="tcn", width=8, depth=1, window=20),
    ModelSpec(name="tcn", width=23, depth=3, window=7),
    ModelSpec(name="transformer", width=8, depth=1, window=20),
    ModelSpec(name="transformer", width=6, depth=3, window=7),
]


@pytest.mark.parametrize("n_features", [1, 23])
@pytest.mark.parametrize("n_classes", [2, 3])
@pytest.mark.parametrize(
    "spec", NETWORKS, ids=lambda spec: f"{spec.name}-{spec.width}x{spec.depth}"
)
class TestNetworks:
    def test_parameters_are_those_of_the_network(
        self, spec: ModelSpec, n_classes: int, n_features: int
    ) -> None:
        network = build_network(spec, n_features, n_classes, torch.Generator())
        counted = sum(parameter.numel() for parameter in network.parameters())
        assert parameter_count(spec, n_features, n_classes) == counted

    @pytest.mark.filterwarnings("ignore:TF32 acceleration")
    def test_operations_are_those_torch_counts(
        self, spec: ModelSpec, n_classes: int, n_features: int
    ) -> None:
        network = build_network(spec, n_features, n_classes, torch.Generator()).eval()
        shape = (1, spec.window, n_features) if reads_windows(spec) else (1, n_features)
        counter = FlopCounterMode(display=False)
        # Fused kernels hide their products from the counter.
        with torch.no_grad(), torch.backends.mkldnn.flags(enabled=False), counter:
            network(torch.zeros(shape))
        assert flops_per_row(spec, n_features, n_classes) == counter.get_total_flops()


def test_linear_by_hand() -> None:
    spec = ModelSpec(name="linear")
    assert parameter_count(spec, 23, 2) == 23 * 2 + 2
    assert flops_per_row(spec, 23, 2) == 2 * 23 * 2


def test_mlp_by_hand() -> None:
    spec = ModelSpec(name="mlp", width=16, depth=2)
    assert parameter_count(spec, 23, 2) == (23 * 16 + 16) + (16 * 16 + 16) + (16 * 2 + 2)
    assert flops_per_row(spec, 23, 2) == 2 * (23 * 16 + 16 * 16 + 16 * 2)


def test_gru_by_hand_is_charged_for_the_whole_window() -> None:
    spec = ModelSpec(name="gru", width=8, depth=1, window=20)
    assert parameter_count(spec, 37, 3) == 3 * (37 * 8 + 8 * 8 + 8 + 8) + (8 * 3 + 3)
    assert flops_per_row(spec, 37, 3) == 20 * 2 * 3 * (37 * 8 + 8 * 8) + 2 * 8 * 3


def test_residual_mlp_by_hand() -> None:
    spec = ModelSpec(name="resmlp", width=10, depth=2)
    block = 2 * 10 + 2 * (10 * 10 + 10)
    assert parameter_count(spec, 23, 2) == (23 * 10 + 10) + 2 * block + 2 * 10 + (10 * 2 + 2)
    assert flops_per_row(spec, 23, 2) == 2 * (23 * 10 + 2 * 2 * 10 * 10 + 10 * 2)


def test_tcn_by_hand() -> None:
    spec = ModelSpec(name="tcn", width=4, depth=1, window=6)
    convolutions = (3 * 5 * 4 + 4) + (3 * 4 * 4 + 4)
    assert parameter_count(spec, 5, 2) == convolutions + (5 * 4 + 4) + (4 * 2 + 2)
    assert flops_per_row(spec, 5, 2) == 6 * 2 * (3 * 5 * 4 + 3 * 4 * 4 + 5 * 4) + 2 * 4 * 2


def test_transformer_by_hand() -> None:
    spec = ModelSpec(name="transformer", width=4, depth=1, window=6)
    products = 4 * 12 + 4 * 4 + 4 * 8 + 8 * 4
    biases, norms = 12 + 4 + 8 + 4, 3 * 2 * 4
    assert parameter_count(spec, 5, 2) == (5 * 4 + 4) + products + biases + norms + (4 * 2 + 2)
    attention = 2 * 2 * 6 * 6 * 4
    assert flops_per_row(spec, 5, 2) == 6 * 2 * (5 * 4 + products) + attention + 2 * 4 * 2


def test_ensemble_costs_as_much_as_its_members_together() -> None:
    spec = ModelSpec(name="ensemble", members=("trees", "mlp", "mlp"))
    for count in (parameter_count, flops_per_row):
        assert count(spec, 9, 3) == sum(count(member, 9, 3) for member in spec.member_specs)


def test_network_cost_holds_all_three() -> None:
    cost = network_cost(ModelSpec(name="linear"), 4, 2, size_bytes=700)
    assert cost == Cost(parameters=10, size_bytes=700, flops=16)


def test_wider_network_is_estimated_larger() -> None:
    narrow, wide = (estimated_size_bytes(ModelSpec(width=w), 23, 2) for w in (16, 32))
    assert wide - narrow == 4 * 16 * (23 + 2 + 1)


@pytest.mark.parametrize("n_classes", [2, 3])
class TestTrees:
    spec = ModelSpec(name="trees", trees=12, leaves=6)

    def test_thresholds_and_leaf_values_are_counted(self, n_classes: int) -> None:
        booster = self._booster(n_classes)
        nodes = [tree.nodes for trees in booster._predictors for tree in trees]
        leaves = sum(int(n["is_leaf"].sum()) for n in nodes)
        cost = tree_cost(booster, 5)
        assert cost.parameters == leaves + (leaves - len(nodes))
        assert cost.size_bytes == 5

    def test_operations_are_those_of_the_deepest_path(self, n_classes: int) -> None:
        booster = self._booster(n_classes)
        deepest = [_comparisons(tree.nodes, 0) for trees in booster._predictors for tree in trees]
        assert tree_cost(booster, 5).flops == sum(deepest) + len(deepest)

    def test_cost_before_training_is_never_exceeded(self, n_classes: int) -> None:
        cost = tree_cost(self._booster(n_classes), 5)
        assert cost.parameters <= parameter_count(self.spec, 3, n_classes)
        assert cost.flops <= flops_per_row(self.spec, 3, n_classes)

    def _booster(self, n_classes: int) -> HistGradientBoostingClassifier:
        random = np.random.default_rng(0)
        features = random.normal(size=(400, 3)).astype(np.float32)
        target = random.integers(n_classes, size=400)
        booster = HistGradientBoostingClassifier(
            max_iter=self.spec.trees, max_leaf_nodes=self.spec.leaves, early_stopping=False
        )
        return booster.fit(features, target)


def _comparisons(nodes: np.ndarray, at: int) -> int:
    node = nodes[at]
    if node["is_leaf"]:
        return 0
    return 1 + max(_comparisons(nodes, int(node[side])) for side in ("left", "right"))
