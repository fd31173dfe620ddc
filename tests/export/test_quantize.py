from __future__ import annotations

import logging

import numpy as np
import onnx
import pytest

from core.export.parity import largest_difference
from core.export.quantize import quantize_arithmetic, quantize_weights
from core.export.rewritten import CannotShrinkError
from core.export.session import Session
from core.spec import ModelSpec
from tests.export.examples import (
    SPECS,
    export_of,
    make_encoder,
    make_ensemble,
    make_network,
    make_trees,
    rows_for,
)

ENCODER = make_encoder(23, (3,))
BIG = ModelSpec(name="mlp", width=256, depth=2)
MEMBERS = ("trees", "mlp")
BY_BOTH = pytest.mark.parametrize("quantize", [quantize_weights, quantize_arithmetic])


def file_of(spec: ModelSpec) -> bytes:
    return export_of(make_network(spec, ENCODER, 2), ENCODER, 2)


def operators(file: bytes) -> set[str]:
    return {node.op_type for node in onnx.load_from_string(file).graph.node}


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_unpacked_weights_answer_nearly_as_before(spec: ModelSpec) -> None:
    file, rows = file_of(spec), rows_for(spec, ENCODER, 300)
    try:
        packed = quantize_weights(file)
    except CannotShrinkError:
        pytest.skip("its layers are small")
    assert 0 < largest_difference(packed, rows, Session(file).run(rows)) < 0.02


@pytest.mark.parametrize("spec", SPECS.values(), ids=SPECS.keys())
def test_arithmetic_in_eight_bits_answers_nearly_as_before(spec: ModelSpec) -> None:
    file, rows = file_of(spec), rows_for(spec, ENCODER, 300)
    assert 0 < largest_difference(quantize_arithmetic(file), rows, Session(file).run(rows)) < 0.1


@BY_BOTH
def test_a_large_network_takes_less_than_a_third_of_the_bytes(quantize) -> None:
    file = file_of(BIG)
    assert len(quantize(file)) < len(file) / 3


def test_weights_are_off_by_half_a_step_at_most() -> None:
    file = file_of(BIG)
    before, after = onnx.load_from_string(file), onnx.load_from_string(quantize_weights(file))
    values = {t.name: onnx.numpy_helper.to_array(t) for t in after.graph.initializer}
    name = "hidden.1.weight"
    weight = next(onnx.numpy_helper.to_array(t) for t in before.graph.initializer if t.name == name)
    step = np.abs(weight).max(axis=1, keepdims=True) / 127
    unpacked = values[f"{name}.8"] * values[f"{name}.s"]
    assert (np.abs(unpacked - weight) <= step * 0.5001).all()


def test_an_output_without_weights_is_packed_too() -> None:
    model = make_network(ModelSpec(name="mlp", width=16), ENCODER, 2)
    model.module.get_submodule("hidden.0").weight.data[3] = 0
    packed = quantize_weights(export_of(model, ENCODER, 2))
    assert np.isfinite(Session(packed).run(rows_for(model.spec, ENCODER, 5))).all()


def test_recurrent_weights_are_packed_as_well() -> None:
    file = file_of(ModelSpec(name="gru", width=16, window=6))
    assert len(quantize_weights(file)) < len(file) * 0.6


def test_recurrent_layers_keep_their_arithmetic_and_the_file_grows() -> None:
    file = file_of(ModelSpec(name="gru", width=16, window=6))
    quantized = quantize_arithmetic(file)
    assert {"GRU", "MatMulInteger"} <= operators(quantized)
    assert len(quantized) > len(file)


def test_a_small_network_grows_in_eight_bit_arithmetic() -> None:
    file = file_of(ModelSpec(name="mlp", width=8))
    assert len(quantize_arithmetic(file)) > len(file) > len(quantize_weights(file))


def test_products_of_two_computed_arrays_are_left_alone() -> None:
    file = file_of(SPECS["transformer"])
    assert {"MatMul", "MatMulInteger"} <= operators(quantize_arithmetic(file))


def test_a_row_answers_alone_as_among_others_with_unpacked_weights() -> None:
    rows = rows_for(BIG, ENCODER, 64)
    session = Session(quantize_weights(file_of(BIG)))
    alone = np.concatenate([session.run(rows[i : i + 1]) for i in range(64)])
    np.testing.assert_allclose(alone, session.run(rows), atol=1e-6)


@BY_BOTH
def test_trees_have_nothing_to_pack(quantize) -> None:
    file = export_of(make_trees(ENCODER, 2), ENCODER, 2)
    with pytest.raises(CannotShrinkError, match="layer"):
        quantize(file)


@BY_BOTH
def test_a_network_beside_trees_is_packed(quantize) -> None:
    ensemble = make_ensemble(ENCODER, 2, MEMBERS)
    file, rows = export_of(ensemble, ENCODER, 2), rows_for(ensemble.spec, ENCODER, 300)
    assert largest_difference(quantize(file), rows, Session(file).run(rows)) < 0.1


@BY_BOTH
def test_the_same_file_gives_the_same_bytes(quantize) -> None:
    file = file_of(BIG)
    assert quantize(file) == quantize(file)


@BY_BOTH
def test_nothing_is_written_to_the_log_and_no_notes_into_the_file(
    quantize, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.WARNING):
        model = onnx.load_from_string(quantize(file_of(BIG)))
    assert not caplog.records
    assert capfd.readouterr() == ("", "")
    assert not model.metadata_props
    assert not any(node.name or node.doc_string for node in model.graph.node)
    assert model.producer_name == "distill-lab"
