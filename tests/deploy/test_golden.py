from __future__ import annotations

import numpy as np

from core.deploy.golden import golden_rows
from tests.export.examples import make_encoder, make_rows

ENCODER = make_encoder(4, (3,))


def test_whole_rows_come_first_and_then_rows_with_gaps() -> None:
    rows = make_rows(ENCODER, 50)
    found = golden_rows(rows, ENCODER)
    assert found.shape == (24, 5)
    np.testing.assert_array_equal(found[:16], rows[:16])
    assert np.isnan(found[16:, :4]).any(axis=0).all()
    assert (found[16:, 4] == -1).any()


def test_the_last_row_has_no_known_cell() -> None:
    last = golden_rows(make_rows(ENCODER, 50), ENCODER)[-1]
    assert np.isnan(last[:4]).all()
    assert last[4] == -1


def test_few_rows_are_enough_and_stay_as_they_were() -> None:
    rows = make_rows(ENCODER, 2)
    before = rows.copy()
    assert len(golden_rows(rows, ENCODER)) == 4
    np.testing.assert_array_equal(rows, before)


def test_windows_have_gaps_on_all_days() -> None:
    found = golden_rows(make_rows(ENCODER, 20, 6), ENCODER)
    assert found.shape == (24, 6, 5)
    assert np.isnan(found[16, :, 0]).all()
