import dataclasses

import numpy as np
import pandas as pd
import pytest

from core.errors import MissingColumnError, SpecError, TargetError
from core.tasks.credit import credit_rows
from tests.tasks.example_rows import make_loans, make_prices


def with_target(values, dtype=None):
    return make_loans(len(values), default=pd.Series(values, dtype=dtype))


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ([0, 1, 1], ("0", "1")),
        ([0.0, 1.0, np.nan], ("0", "1")),
        ([1, 2, 10], ("1", "10", "2")),
        ([0.5, 1.0, 0.5], ("0.5", "1.0")),
        ([True, False, True], ("False", "True")),
        (["paid", None, "late", "lost"], ("late", "lost", "paid")),
    ],
)
def test_classes_are_the_values_sorted_as_text(values, names):
    assert credit_rows(with_target(values)).class_names == names


@pytest.mark.parametrize(
    ("values", "names"),
    [
        (["good", "bad", "good"], ("good", "bad")),
        (["nein", "nein", "ja"], ("nein", "ja")),
        (["no", "yes", "yes"], ("yes", "no")),
        (["late", "paid"], ("late", "paid")),
    ],
)
def test_of_two_words_the_rarer_is_the_event(values, names):
    rows = credit_rows(with_target(values))
    assert rows.class_names == names
    assert rows.target.tolist() == [names.index(value) for value in values]


@pytest.mark.parametrize("dtype", ["Int64", "boolean", "category", "str"])
def test_target_of_any_dtype_is_numbered_by_its_name(dtype):
    values = [False, True, True] if dtype == "boolean" else [3, 5, 5]
    if dtype in {"category", "str"}:
        values = [str(value) for value in values]
    assert credit_rows(with_target(values, dtype)).target.tolist() == [0, 1, 1]


def test_rows_without_a_target_are_dropped():
    rows = credit_rows(with_target(["a", None, "b", np.nan, "b"]))
    assert rows.target.tolist() == [1, 0, 0]
    assert len(rows.frame) == len(rows.is_asked) == 3


def test_features_are_those_of_the_table_without_the_target():
    table = make_loans()
    columns = dataclasses.replace(table.columns, features=("income", "default", "housing"))
    rows = credit_rows(dataclasses.replace(table, columns=columns))
    assert rows.feature_columns == ("income", "housing")


def test_protected_columns_are_no_features(taiwan):
    assert {"SEX", "MARRIAGE", "AGE", "ID"}.isdisjoint(credit_rows(taiwan).feature_columns)


def test_rows_with_a_day_keep_it():
    days = pd.date_range("2020-01-01", periods=400)
    rows = credit_rows(make_loans(400, day=days))
    np.testing.assert_array_equal(rows.dates, days.to_numpy(dtype="datetime64[D]"))


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([1, 1, 1], '"default" is always "1"'),
        ([None, None], '"default" is empty'),
        (range(11), '"default" has 11 different values'),
        (np.linspace(0, 1, 2000), '"default" has 2,000 different values'),
    ],
)
def test_target_must_have_two_to_ten_classes(values, found):
    with pytest.raises(TargetError, match=found):
        credit_rows(with_target(list(values)))


def test_ten_classes_are_allowed():
    assert len(credit_rows(with_target(list(range(10)))).class_names) == 10


def test_table_without_a_target_asks_for_one():
    table = make_loans()
    columns = dataclasses.replace(table.columns, target=None)
    with pytest.raises(MissingColumnError, match="Choose the column to predict"):
        credit_rows(dataclasses.replace(table, columns=columns))


def test_prices_without_a_target_point_to_the_market_tasks():
    with pytest.raises(MissingColumnError, match="Choose direction, trend or risk"):
        credit_rows(make_prices({"AAA": 10}))


def test_table_with_all_columns_ignored_has_nothing_to_learn_from():
    table = make_loans()
    columns = dataclasses.replace(table.columns, features=())
    with pytest.raises(MissingColumnError, match="left to learn from"):
        credit_rows(dataclasses.replace(table, columns=columns))


def test_models_that_read_windows_are_refused():
    with pytest.raises(SpecError, match="need daily prices"):
        credit_rows(make_loans(), window=20)
