from __future__ import annotations

import numpy as np
import pandas as pd

from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table


def test_fires_on_rows_that_agree_in_all_but_their_identifier() -> None:
    frame = pd.concat([rows(), rows().head(3)]).assign(loan_id=range(63))
    ended = report(table(frame), "D106")
    assert ended.what == "Rows that repeat another row: 3"
    assert ended.where == "first in data row 61"


def test_counts_as_pandas_does_where_many_columns_are_coarse() -> None:
    drawn = np.random.default_rng(0)
    frame = rows(3000, **{f"code_{place}": drawn.integers(0, 2, 3000) for place in range(11)})
    frame["income"] = 1
    frame.loc[::7, "code_3"] = np.nan
    expected = int(frame.duplicated().sum())
    assert 0 < expected < 3000
    assert report(table(frame), "D106").what.endswith(f": {expected:,}")


def test_is_silent_where_only_the_target_differs() -> None:
    frame = rows()
    frame.loc[59] = [frame.loc[0, "income"], 1 - frame.loc[0, "default"]]
    assert state(table(frame), "D106") == "passed"


def test_does_not_apply_to_prices() -> None:
    assert state(table(bars()), "D106") == "not applicable"
