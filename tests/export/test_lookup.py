import numpy as np
import pytest

from core.export.lookup import export_lookup
from core.export.session import Session


@pytest.mark.parametrize(
    "table",
    [np.array([[0.3, 0.7]]), np.array([[0.6, 0.4], [0.1, 0.9]]), np.eye(3)],
    ids=["constant", "two states", "three states"],
)
def test_file_gives_the_row_of_each_code(table: np.ndarray) -> None:
    codes = np.array([0, len(table) - 1, 0], np.int64)
    answers = Session(export_lookup(table)).run(codes)
    np.testing.assert_array_equal(answers, table.astype(np.float32)[codes])


def test_file_is_tiny() -> None:
    assert len(export_lookup(np.full((2, 2), 0.5))) < 300
