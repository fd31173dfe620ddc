"""Pictures of a search."""

from __future__ import annotations

import pytest

from core.charts.what_if.search import AXES, history, quality_and_cost, slice_of, trials_table
from tests.lab.search.small import COSTLY, SPEC, found
from tests.lab.search.trials import trial

TRIALS = (
    trial(0, 0.6, 0.62),
    trial(1, 0.7, 0.61),
    trial(2, 0.65, 0.68),
    trial(3, 0.5, 0.5, state="pruned"),
    trial(4, None, None, state="failed"),
)


def named(chart, name):
    return next(trace for trace in chart.figure.data if trace.name == name)


def test_the_best_so_far_never_falls():
    chart = history(TRIALS, 8)
    assert list(named(chart, "Best distilled").y) == [0.6, 0.7, 0.7]
    assert list(named(chart, "Best alone").y) == [0.62, 0.62, 0.68]
    assert list(named(chart, "Given up").x) == [4]
    assert "After 5 of 8 trials" in chart.alt
    assert "0.700 (trial 2)" in chart.alt


def test_without_a_complete_trial_that_is_said():
    assert "No trial" in history((), 8).alt
    assert "No trial" in history(TRIALS[3:], 8).alt


@pytest.mark.parametrize("axis", AXES)
def test_a_slice_shows_every_complete_trial(axis):
    chart = slice_of(found(), axis)
    complete = [one for one in found().trials if one.state == "complete"]
    assert list(chart.figure.data[0].x) == [getattr(one.setting, axis) for one in complete]


def test_the_front_is_drawn_by_parameters():
    chart = quality_and_cost(found(COSTLY))
    line = named(chart, "No smaller one is as good")
    assert list(line.x) == sorted(line.x)
    assert len(line.x) == len(found(COSTLY).front)


def test_the_table_begins_with_the_best_and_names_the_chosen():
    rows = trials_table(found(), ["MLP 4"], 3).rows
    assert rows[0][0][0] == f"{found().best + 1}"
    assert rows[0][0][1].startswith("chosen")
    assert len(rows) <= 3 <= SPEC.trials
