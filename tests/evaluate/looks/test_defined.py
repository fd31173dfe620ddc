import math

import numpy as np
import pytest

from core.evaluate.looks.defined import (
    Defined,
    defined_unless,
    mean_of,
    not_defined,
    why_no_answers,
    why_not_against_the_rest,
    why_one_class,
)

NAMES = ("paid", "default")


def test_a_number_is_defined_and_reads_as_itself():
    assert Defined(0.71234).is_defined
    assert Defined(0.71234).worded() == "0.712"


def test_what_is_not_defined_says_why():
    missing = not_defined("there are no test rows")
    assert not missing.is_defined
    assert math.isnan(missing.value)
    assert missing.worded() == "not defined, there are no test rows"


def test_a_tiny_negative_number_does_not_read_as_minus_zero():
    assert Defined(-0.0001).worded() == "0.000"


@pytest.mark.parametrize(("value", "reason"), [(math.nan, ""), (0.5, "some reason")])
def test_a_number_without_value_or_with_an_excuse_cannot_be_made(value, reason):
    with pytest.raises(ValueError, match="reason"):
        Defined(value, reason)


def test_nothing_is_computed_where_a_reason_speaks_against_it():
    assert defined_unless("no rows", lambda: 1 / 0).reason == "no rows"
    assert defined_unless("", lambda: 3).value == 3.0


def test_mean_leaves_out_what_is_not_defined():
    assert mean_of([Defined(0.2), not_defined("first"), Defined(0.4)]).value == pytest.approx(0.3)
    assert mean_of([not_defined("first"), not_defined("second")]).reason == "first"
    assert not mean_of([]).is_defined


def test_broken_probabilities_are_counted():
    table = np.full((20, 2), 0.5)
    assert why_no_answers(table) == ""
    table[3] = math.nan
    table[7, 1] = math.inf
    assert "for 2 of 20 test rows" in why_no_answers(table)
    assert why_no_answers(table[:0], "validation rows") == "there are no validation rows"


def test_one_class_is_named():
    assert why_one_class(np.array([0, 1]), NAMES) == ""
    assert why_one_class(np.ones(20, int), NAMES) == "all 20 test rows belong to 'default'"
    assert why_one_class(np.array([], int), NAMES) == "there are no test rows"


def test_a_class_without_rows_cannot_be_told_from_the_rest():
    target = np.array([0, 1, 1])
    names = ("down", "flat", "up")
    assert why_not_against_the_rest(target, names, 1) == ""
    assert why_not_against_the_rest(target, names, 2) == "no test row belongs to 'up'"
