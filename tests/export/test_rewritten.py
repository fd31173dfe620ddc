import onnx
import pytest

from core.export.rewritten import CannotShrinkError, as_bytes, opened, weights_of
from tests.export.examples import SPECS, export_of, make_encoder, make_network

ENCODER = make_encoder(6, ())
N_WEIGHTS = {"linear": 1, "small mlp": 2, "gru": 3, "deep lstm": 5, "deep tcn": 8, "transformer": 6}


def file_of(name: str) -> bytes:
    return export_of(make_network(SPECS[name], ENCODER, 2), ENCODER, 2)


@pytest.mark.parametrize("name", SPECS)
def test_a_file_that_is_not_changed_stays_the_same(name: str) -> None:
    assert as_bytes(opened(file_of(name))) == file_of(name)


def test_nodes_out_of_order_are_refused() -> None:
    model = opened(file_of("small mlp"))
    nodes = list(model.graph.node)
    del model.graph.node[:]
    model.graph.node.extend(reversed(nodes))
    with pytest.raises(CannotShrinkError, match="not a valid model"):
        as_bytes(model)


def test_shapes_that_do_not_fit_are_refused() -> None:
    model = opened(file_of("small mlp"))
    weight = next(one for one in model.graph.initializer if one.name == "head.weight")
    weight.CopyFrom(
        onnx.numpy_helper.from_array(onnx.numpy_helper.to_array(weight)[:, :3], weight.name)
    )
    with pytest.raises(CannotShrinkError):
        as_bytes(model)


def test_notes_are_left_out() -> None:
    model = opened(file_of("small mlp"))
    model.graph.node[0].doc_string = "/somewhere/else"
    model.metadata_props.add(key="path", value="/somewhere/else")
    assert as_bytes(model) == file_of("small mlp")


@pytest.mark.parametrize(("name", "count"), N_WEIGHTS.items())
def test_every_layer_has_its_weights(name: str, count: int) -> None:
    assert len(weights_of(opened(file_of(name)).graph)) == count
