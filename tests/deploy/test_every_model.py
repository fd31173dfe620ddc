"""Every architecture on every question answers from its bundle as it was trained."""

from __future__ import annotations

import numpy as np
import pytest

from core.deploy.bundle import write_bundle
from core.deploy.golden import golden_rows
from core.deploy.opened import open_bundle
from core.export.session import Session
from core.spec import MARKET_TASKS, TaskName, TaskSpec
from tests.deploy.examples import contents_of
from tests.export.examples import (
    SPECS,
    answers_of,
    make_encoder,
    make_ensemble,
    make_forest,
    make_network,
    make_rows,
    make_trees,
    window_of,
)

CLASSES: dict[TaskName, tuple[str, ...]] = {
    "credit": ("paid", "default"),
    "direction": ("down", "up"),
    "trend": ("down", "flat", "up"),
    "risk": ("calm", "turbulent"),
}
ENCODERS = {
    True: make_encoder(23, ()),
    False: make_encoder(5, (3, 11)),
}
TREES = {"trees": make_trees, "forest": make_forest}
ENSEMBLES = {
    "ensemble of rows": ("trees", "forest", "mlp", "linear"),
    "ensemble of windows": ("trees", "gru", "transformer"),
}
ON_WINDOWS = {name for name, spec in SPECS.items() if window_of(spec)} | {"ensemble of windows"}
CASES = [
    (task, name)
    for task in CLASSES
    for name in (*SPECS, *TREES, *ENSEMBLES)
    if task in MARKET_TASKS or name not in ON_WINDOWS
]


def model_of(name: str, encoder, n_classes: int):
    if name in TREES:
        return TREES[name](encoder, n_classes)
    if name in ENSEMBLES:
        return make_ensemble(encoder, n_classes, ENSEMBLES[name])
    return make_network(SPECS[name], encoder, n_classes)


@pytest.mark.parametrize(("task", "name"), CASES, ids=[f"{t}-{n}" for t, n in CASES])
def test_bundle_answers_as_the_trained_model(task: TaskName, name: str) -> None:
    encoder, classes = ENCODERS[task in MARKET_TASKS], CLASSES[task]
    model = model_of(name, encoder, len(classes))
    window = window_of(model.spec)
    rows = golden_rows(make_rows(encoder, 250, *([window] if window else [])), encoder)
    opened = open_bundle(
        write_bundle(contents_of(model, encoder, rows, TaskSpec(name=task), classes))
    )
    session = Session(opened.model)
    for size in (1, 2, 7, 256):
        asked = rows[np.arange(size) % len(rows)]
        expected = answers_of(model, encoder, asked)
        np.testing.assert_allclose(session.run(asked), expected, rtol=0, atol=1e-5)
