from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from core.data.column_profile import SAMPLE_ROWS, Categories, Days, Numbers
from core.data.load import load
from core.data.profile import MOST_CLASSES, profile
from core.data.samples import SAMPLES
from core.data.table import Columns, Origin, Table
from core.spec import DataSpec, SampleName


def table(frame: pd.DataFrame, **roles) -> Table:
    return Table(frame, Columns(**roles), Origin("made by hand", "csv"), (), "")


def column(name: str, cells, **roles):
    return profile(table(pd.DataFrame({name: cells}), **roles)).columns[0]


@pytest.mark.parametrize("sample", SAMPLES)
def test_every_column_agrees_with_pandas(sample: SampleName) -> None:
    read = load(DataSpec(sample=sample))
    found = profile(read)
    assert found.rows == found.sampled_rows == len(read.frame)
    assert [one.name for one in found.columns] == list(read.frame.columns)
    for one in found.columns:
        cells = read.frame[one.name]
        assert one.missing_share == cells.isna().mean()
        assert one.distinct == cells.nunique()
        assert one.sampled_cells == cells.count()
        if isinstance(one.values, Numbers):
            own = (one.values.smallest, one.values.median, one.values.largest)
            assert own == (cells.min(), cells.median(), cells.max())
        elif isinstance(one.values, Days):
            assert (one.values.first, one.values.last) == (cells.min().date(), cells.max().date())
        else:
            counts = cells.value_counts().head(10)
            assert [top.count for top in one.values.top] == counts.to_list()


def test_a_distribution_agrees_with_numpy() -> None:
    cells = np.random.default_rng(0).standard_normal(5000)
    values = column("x", cells).values
    counts, edges = np.histogram(cells, bins=20)
    assert values.counts == tuple(counts)
    np.testing.assert_allclose(values.edges, edges)


@pytest.mark.parametrize(
    "cells",
    [
        [3.0] * 5,
        [0, 1] * 50,
        [1e16, 1e16 + 2, 1e16 + 4],
        [0.0, 5e-324],
        [-1e30, 1e30],
        list(range(1000)),
        np.array([1, 2, 2], dtype="float32"),
        np.array([0, 2**64 - 1], dtype="uint64"),
    ],
)
def test_every_sampled_number_is_in_one_of_at_most_twenty_bins(cells) -> None:
    values = column("x", cells).values
    assert sum(values.counts) == len(cells)
    assert len(values.counts) == len(values.edges) - 1 == min(20, len(set(cells)))
    assert (values.edges[0], values.edges[-1]) == (min(cells), max(cells))


def test_days_are_binned_by_time() -> None:
    days = pd.date_range("2020-01-01", periods=400)
    one = column("when", days, date="when")
    assert (one.kind, one.role) == ("date", "date")
    assert (one.values.first, one.values.last) == (days[0].date(), days[-1].date())
    assert one.values.counts == (20,) * 20
    assert one.values.edges[0] == one.values.first


def test_endless_numbers_are_left_out() -> None:
    values = column("x", [1.0, 2.0, np.inf, -1e300, np.nan]).values
    assert (values.smallest, values.largest, sum(values.counts)) == (1.0, 2.0, 2)


@pytest.mark.parametrize("cells", [[np.nan] * 3, [None] * 3, [pd.NaT] * 3, [np.inf, -np.inf]])
def test_a_column_with_nothing_to_show_has_no_values(cells) -> None:
    assert column("x", cells).values is None


@pytest.mark.parametrize("kind", ["object", "str", "category"])
def test_text_of_any_kind_is_counted(kind: str) -> None:
    cells = pd.Series(["own", "rent", "own", None, "free", "own", "rent"]).astype(kind)
    one = column("housing", cells)
    assert (one.kind, one.distinct, one.missing_share) == ("category", 3, 1 / 7)
    assert [(top.value, top.count) for top in one.values.top] == [
        ("own", 3),
        ("rent", 2),
        ("free", 1),
    ]


def test_yes_or_no_is_a_category() -> None:
    values = column("paid", [True, False, True]).values
    assert isinstance(values, Categories)
    assert [top.value for top in values.top] == ["True", "False"]


def test_whole_numbers_beyond_64_bits_are_shown_as_text() -> None:
    assert column("x", pd.Series([2**70, 5], dtype="object")).kind == "category"


def test_text_is_cut_and_cleaned() -> None:
    one = column("a\nname " + "x" * 100, ["line\nbreak\x00" + "y" * 100])
    assert one.label.startswith("a name xxx")
    assert one.values.top[0].value.startswith("line breakyyy")
    assert max(len(one.label), len(one.values.top[0].value)) <= 40


def test_classes_are_the_rows_of_each_target_value() -> None:
    frame = pd.DataFrame({"x": range(6), "default": [1.0, 0.0, 0.0, None, 0.0, 1.0]})
    found = profile(table(frame, target="default", features=("x",)))
    assert [(one.value, one.count) for one in found.classes] == [("0", 3), ("1", 2)]


def test_narrow_floats_name_classes_as_wide_ones_do() -> None:
    frame = pd.DataFrame({"default": np.array([1, 0, 0], dtype="float32")})
    assert [one.value for one in profile(table(frame, target="default")).classes] == ["0", "1"]


def test_a_target_of_many_values_lists_the_most_frequent() -> None:
    frame = pd.DataFrame({"price": range(500)})
    assert len(profile(table(frame, target="price")).classes) == MOST_CLASSES


def test_without_a_target_there_are_no_classes() -> None:
    assert profile(table(pd.DataFrame({"x": [1, 2]}))).classes == ()


def test_each_column_has_its_role() -> None:
    frame = pd.DataFrame({name: [1, 2] for name in ("loan_id", "sex", "income", "y", "other")})
    roles = {
        "target": "y",
        "identifiers": ("loan_id",),
        "protected": ("sex",),
        "features": ("income",),
    }
    found = [one.role for one in profile(table(frame, **roles)).columns]
    assert found == ["identifier", "protected", "feature", "target", "set aside"]


@pytest.fixture(scope="module")
def large() -> Table:
    drawn = np.random.default_rng(0)
    number = drawn.standard_normal(3 * SAMPLE_ROWS)
    number[0], number[-1] = -99, 99
    rare = np.full(len(number), np.nan)
    rare[:3] = 7.0
    frame = pd.DataFrame({"number": number, "rare": rare, "y": number > 1})
    return table(frame, target="y", features=("number", "rare"))


def test_a_large_table_is_sampled_and_says_so(large: Table) -> None:
    found = profile(large)
    assert found.is_sampled
    assert found.sampled_rows == found.columns[0].sampled_cells == SAMPLE_ROWS
    assert sum(found.columns[0].values.counts) == SAMPLE_ROWS
    assert found.columns[0].values.median == pytest.approx(0, abs=0.03)


def test_ranges_missing_shares_and_classes_of_a_large_table_are_exact(large: Table) -> None:
    number, rare, _ = profile(large).columns
    assert (number.values.smallest, number.values.largest) == (-99, 99)
    assert rare.missing_share == large.frame["rare"].isna().mean()
    assert rare.values.counts == (3,)
    assert {one.value: one.count for one in profile(large).classes} == {
        "False": (~large.frame["y"]).sum(),
        "True": large.frame["y"].sum(),
    }


def test_the_same_table_gives_the_same_profile(large: Table) -> None:
    assert profile(large) == profile(large)


def test_a_profile_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        column("x", [1]).name = "y"
