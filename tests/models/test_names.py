import pytest

from core.models.names import model_name
from core.spec import ModelSpec


@pytest.mark.parametrize(
    ("spec", "name"),
    [
        (ModelSpec(name="mlp", width=16), "MLP 16"),
        (ModelSpec(name="mlp", width=256, depth=2), "MLP 256 × 2"),
        (ModelSpec(name="gru", width=8), "GRU 8"),
        (ModelSpec(name="trees"), "Boosted trees"),
        (ModelSpec(name="linear"), "Linear"),
    ],
)
def test_a_model_is_named_with_its_size(spec, name):
    assert model_name(spec) == name
