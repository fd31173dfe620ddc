"""Small encoders, rows and models for the tests of exported files."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.export.graph import export
from core.models.catalog import reads_windows
from core.models.ensemble import EnsembleModel
from core.models.forest import ForestModel, grow_forest
from core.models.network import NetworkModel, build_network
from core.models.trained import TrainedModel
from core.models.trees import TreeModel, fit_trees
from core.spec import ArchitectureName, ModelSpec
from core.tasks.encode import CategoricalColumn, Encoder, NumericColumn

WINDOW = 6

ENCODERS = {
    "numbers only": (23, ()),
    "numbers and categories": (4, (3, 11)),
    "categories only": (0, (2, 5)),
}

SPECS = {
    "linear": ModelSpec(name="linear"),
    "small mlp": ModelSpec(name="mlp", width=16, depth=1),
    "deep mlp with dropout": ModelSpec(name="mlp", width=24, depth=3, dropout=0.3),
    "gru": ModelSpec(name="gru", width=8, depth=1, window=WINDOW),
    "deep gru": ModelSpec(name="gru", width=5, depth=2, window=WINDOW),
    "residual mlp": ModelSpec(name="resmlp", width=12, depth=2, dropout=0.3),
    "lstm": ModelSpec(name="lstm", width=8, depth=1, window=WINDOW),
    "deep lstm": ModelSpec(name="lstm", width=5, depth=2, window=WINDOW),
    "tcn": ModelSpec(name="tcn", width=8, depth=1, window=WINDOW),
    "deep tcn": ModelSpec(name="tcn", width=5, depth=3, window=WINDOW, dropout=0.3),
    "transformer": ModelSpec(name="transformer", width=8, depth=1, window=WINDOW),
    "deep transformer": ModelSpec(name="transformer", width=6, depth=2, window=WINDOW),
}


def make_encoder(n_numeric: int, sizes: tuple[int, ...]) -> Encoder:
    numeric = tuple(
        NumericColumn(f"number {i}", 0.1 * i, -2.0, 1.5 + i, 0.3, 1 + i / 7)
        for i in range(n_numeric)
    )
    categorical = tuple(
        CategoricalColumn(f"kind {i}", tuple(f"v{k}" for k in range(size)))
        for i, size in enumerate(sizes)
    )
    return Encoder(numeric, categorical)


def make_rows(encoder: Encoder, *shape: int, seed: int = 0) -> np.ndarray:
    """Draw raw rows: numbers beyond the clipping limits, and every code with -1 among them."""
    random = np.random.default_rng(seed)
    numbers = random.normal(scale=3, size=(*shape, len(encoder.numeric)))
    codes = [random.integers(-1, len(c.categories), (*shape, 1)) for c in encoder.categorical]
    return np.concatenate([numbers, *codes], axis=-1).astype(np.float32)


def make_network(spec: ModelSpec, encoder: Encoder, n_classes: int, seed: int = 0) -> NetworkModel:
    generator = torch.Generator().manual_seed(seed)
    network = build_network(spec, len(encoder.feature_names), n_classes, generator)
    return NetworkModel(spec, network)


def make_trees(
    encoder: Encoder, n_classes: int, trees: int = 20, leaves: int = 7, n_rows: int = 1500
) -> TreeModel:
    features, target = _labelled_features(encoder, n_classes, n_rows)
    spec = ModelSpec(name="trees", trees=trees, leaves=leaves)
    return fit_trees(spec, features, target, trees, seed=0)


def make_forest(
    encoder: Encoder, n_classes: int, trees: int = 12, leaves: int = 9, n_rows: int = 600
) -> ForestModel:
    features, target = _labelled_features(encoder, n_classes, n_rows)
    spec = ModelSpec(name="forest", trees=trees, leaves=leaves)
    *_, model = grow_forest(spec, features, target, seed=0, step=trees)
    return model


def make_ensemble(
    encoder: Encoder, n_classes: int, members: tuple[ArchitectureName, ...]
) -> EnsembleModel:
    """Members of which no two are equal."""
    spec = ModelSpec(name="ensemble", members=members, width=6, depth=2, window=WINDOW)
    trained: list[TrainedModel] = []
    for seed, member in enumerate(spec.member_specs):
        match member.name:
            case "trees":
                trained.append(make_trees(encoder, n_classes))
            case "forest":
                trained.append(make_forest(encoder, n_classes))
            case _:
                trained.append(make_network(member, encoder, n_classes, seed))
    return EnsembleModel(spec, tuple(trained))


def _labelled_features(encoder: Encoder, n_classes: int, n_rows: int) -> tuple[Tensor, Tensor]:
    features = encoder.encode(make_rows(encoder, n_rows, seed=1))
    score = features[:, 0] + features[:, 1] * features[:, -1]
    score = score + np.random.default_rng(2).normal(scale=0.3, size=n_rows)
    cuts = np.quantile(score, np.arange(1, n_classes) / n_classes)
    return torch.from_numpy(features), torch.from_numpy(np.digitize(score, cuts))


def window_of(spec: ModelSpec) -> int | None:
    return spec.window if reads_windows(spec) else None


def rows_for(spec: ModelSpec, encoder: Encoder, n_rows: int) -> np.ndarray:
    window = window_of(spec)
    return make_rows(encoder, n_rows, *([window] if window else []))


def export_of(model: TrainedModel, encoder: Encoder, n_classes: int) -> bytes:
    return export(model, encoder, window_of(model.spec), n_classes)


def answers_of(model: TrainedModel, encoder: Encoder, rows: np.ndarray) -> np.ndarray:
    logits: Tensor = model.logits(torch.from_numpy(encoder.encode(rows)))
    return torch.softmax(logits, dim=-1).numpy()
