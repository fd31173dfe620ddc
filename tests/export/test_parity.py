import numpy as np
import onnx
import pytest
from onnxruntime.capi.onnxruntime_pybind11_state import InvalidArgument

from core.export.parity import BATCHES, largest_difference
from tests.export.examples import (
    SPECS,
    answers_of,
    export_of,
    make_encoder,
    make_network,
    make_rows,
)
from tests.export.gaps import check_parity, with_gaps

ENCODER = make_encoder(4, (3,))
MODEL = make_network(SPECS["small mlp"], ENCODER, 2)


def test_wrong_answer_in_the_last_row_is_found() -> None:
    rows = make_rows(ENCODER, max(BATCHES))
    answers = answers_of(MODEL, ENCODER, rows)
    answers[-1] += 0.25
    difference = largest_difference(export_of(MODEL, ENCODER, 2), rows, answers)
    assert difference == pytest.approx(0.25, abs=1e-5)


def test_few_rows_are_repeated() -> None:
    rows = make_rows(ENCODER, 3)
    answers = answers_of(MODEL, ENCODER, rows)
    assert largest_difference(export_of(MODEL, ENCODER, 2), rows, answers) < 2e-6


def test_file_frozen_to_one_row_is_found() -> None:
    model = onnx.load_from_string(export_of(MODEL, ENCODER, 2))
    model.graph.input[0].type.tensor_type.shape.dim[0].dim_value = 1
    rows = make_rows(ENCODER, 8)
    with pytest.raises(InvalidArgument):
        largest_difference(model.SerializeToString(), rows, answers_of(MODEL, ENCODER, rows))


def test_model_that_ignores_gaps_is_found() -> None:
    def answer(rows: np.ndarray) -> np.ndarray:
        return answers_of(MODEL, ENCODER, np.nan_to_num(rows))

    median = ENCODER.numeric[3].median
    assert median != 0
    difference = check_parity(export_of(MODEL, ENCODER, 2), make_rows(ENCODER, 256), 4, answer)
    assert difference > 1e-3


def test_gaps_are_nan_in_numbers_and_minus_one_in_categories() -> None:
    rows = make_rows(ENCODER, 200)
    gaps = with_gaps(rows, 4)
    assert np.isnan(gaps[:, :4]).any()
    assert not np.isnan(gaps[:, 4]).any()
    assert (gaps[:, 4] == -1).sum() > (rows[:, 4] == -1).sum()
