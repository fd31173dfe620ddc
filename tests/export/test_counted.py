from core.export.counted import count
from core.export.prune import prune_units
from core.export.quantize import quantize_arithmetic, quantize_weights
from core.spec import ModelSpec
from tests.export.examples import export_of, make_encoder, make_network

ENCODER = make_encoder(12, (3,))
WEIGHTS = 15 * 48 + 48 * 2


def file_of() -> bytes:
    return export_of(make_network(ModelSpec(name="mlp", width=48), ENCODER, 2), ENCODER, 2)


def test_weights_and_biases_of_all_layers_are_counted() -> None:
    assert (count(file_of()).weights, count(file_of()).biases) == (WEIGHTS, 50)


def test_weights_in_eight_bits_count_as_many() -> None:
    assert count(quantize_weights(file_of())) == count(file_of())
    assert count(quantize_arithmetic(file_of())).weights == WEIGHTS


def test_dropped_units_take_their_weights_and_biases_along() -> None:
    found = count(prune_units(file_of(), 0.5))
    assert (found.weights, found.biases) == (WEIGHTS // 2, 26)
