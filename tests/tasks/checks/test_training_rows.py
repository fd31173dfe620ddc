from __future__ import annotations

import numpy as np

from core.tasks.checks.training_rows import SAMPLE_ROWS, said_of_sample, sample


def test_few_rows_are_all_looked_at() -> None:
    rows = np.arange(SAMPLE_ROWS)
    assert np.array_equal(sample(rows), rows)
    assert said_of_sample(len(rows)) == ""


def test_many_rows_are_sampled_the_same_way_every_time() -> None:
    rows = np.arange(10, 100_010)
    drawn = sample(rows)
    assert len(np.unique(drawn)) == SAMPLE_ROWS
    assert np.isin(drawn, rows).all()
    assert np.array_equal(drawn, sample(rows))
    assert said_of_sample(len(rows)) == " (measured on 20,000 of 100,000 rows)"
