import numpy as np
import pytest

from core.export.fragment import Port, as_file
from core.export.preprocess import encoding_nodes
from core.export.session import Session
from core.tasks.encode import Encoder
from tests.export.examples import ENCODERS, make_encoder, make_rows
from tests.export.gaps import with_gaps


@pytest.mark.parametrize("columns", ENCODERS.values(), ids=ENCODERS.keys())
@pytest.mark.parametrize("days", [(), (5,)], ids=["rows", "windows"])
def test_graph_encodes_bit_for_bit_as_the_encoder(
    columns: tuple[int, tuple[int, ...]], days: tuple[int, ...]
) -> None:
    encoder = make_encoder(*columns)
    rows = with_gaps(make_rows(encoder, 200, *days), len(encoder.numeric))
    np.testing.assert_array_equal(_session(encoder, *days).run(rows), encoder.encode(rows))


def test_infinite_numbers_are_clipped_to_the_limits() -> None:
    encoder = make_encoder(2, ())
    rows = np.array([[np.inf, -np.inf]], np.float32)
    limits = np.array([[encoder.numeric[0].high, encoder.numeric[1].low]], np.float32)
    np.testing.assert_array_equal(_session(encoder).run(rows), encoder.encode(limits))


@pytest.mark.parametrize("nothing", [-1, np.nan, 99])
def test_unseen_category_gives_zeros(nothing: float) -> None:
    encoder = make_encoder(0, (3,))
    assert not _session(encoder).run(np.array([[nothing]], np.float32)).any()


def _session(encoder: Encoder, *days: int) -> Session:
    n_columns, n_features = len(encoder.column_names), len(encoder.feature_names)
    return Session(
        as_file(
            encoding_nodes(encoder, "rows", "features"),
            Port("rows", ("batch", *days, n_columns)),
            Port("features", ("batch", *days, n_features)),
        )
    )
