from __future__ import annotations

import numpy as np

from core.data.load import load
from core.spec import DataSpec
from tests.data.checks.asked import report, state
from tests.data.example_files import bars, rows, table

MONTHS = [str(20 + index % 60) if index % 10 else "k.A." for index in range(600)]


def test_fires_on_words_among_numbers_and_counts_them() -> None:
    loaded = table(rows(600, Dauer=MONTHS))
    ended = report(loaded, "R105")
    assert (ended.state, ended.where) == ("fired", '"Dauer" ("k.A.", 60 cells)')
    assert loaded.frame["Dauer"].dtype == np.float32
    assert loaded.frame["Dauer"].isna().sum() == 60
    assert state(loaded, "D109") == "passed"


def test_fires_on_prices_too() -> None:
    frame = bars().astype("object")
    frame.loc[3, "Volume"] = "k.A."
    loaded = table(frame)
    assert report(loaded, "R105").where == '"Volume" ("k.A.", 1 cell)'
    assert loaded.frame["Volume"].isna().tolist()[3]


def test_is_silent_on_empty_cells() -> None:
    assert state(table(rows(debt=[None, 1.5] * 30)), "R105") == "passed"


def test_is_silent_on_words_among_words() -> None:
    loaded = table(rows(housing=["own", "rent", "k.A."] * 20))
    assert state(loaded, "R105") == "passed"
    assert "k.A." in set(loaded.frame["housing"])


def test_does_not_apply_to_samples() -> None:
    assert state(load(DataSpec(sample="german_credit")), "R105") == "not applicable"
