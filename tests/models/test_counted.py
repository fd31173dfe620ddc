"""Counting in an untrained network finds what the formulas say."""

from __future__ import annotations

import pytest

from core.models.counted import count_layers
from core.models.shapes import layers_of
from core.spec import ModelSpec

SPECS = [
    ModelSpec(name="linear"),
    ModelSpec(name="mlp", width=9, depth=3),
    ModelSpec(name="resmlp", width=7, depth=2),
    ModelSpec(name="tcn", width=8, depth=2, window=7),
]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.name)
def test_counting_finds_what_the_formulas_say(spec: ModelSpec) -> None:
    counted, known = count_layers(spec, 11, 3), layers_of(spec, 11, 3)
    for kind in ("parameters", "flops"):
        assert sum(getattr(one, kind) for one in counted) == sum(getattr(x, kind) for x in known)


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="not a network"):
        layers_of(ModelSpec(name="trees"), 11, 3)
