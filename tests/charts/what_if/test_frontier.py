"""The frontier of students."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.charts.what_if.frontier import frontier, frontier_table
from core.evaluate.scores import Interval
from core.lab.sweep.frontier import COST_TITLES, efficient
from core.spec import ModelSpec
from core.spec.sweep import SweepSpec
from tests.lab.sweep.small import RUN, swept

STUDENTS = (ModelSpec(name="linear"), ModelSpec(width=4), ModelSpec(width=8))
SPEC = SweepSpec(run=RUN, students=STUDENTS, alphas=(0.9,), temperatures=(2.0,))


@pytest.mark.parametrize("name", COST_TITLES)
def test_every_student_and_the_teacher_are_drawn(name):
    figure = frontier(swept(SPEC), name).figure
    names = [trace.name for trace in figure.data if trace.name]
    assert names[:2] == ["Alone", "Distilled"]
    assert any(one.startswith("Teacher") for one in names)
    distilled = next(trace for trace in figure.data if trace.name == "Distilled")
    assert [text.strip() for text in distilled.text] == ["Linear", "MLP 4", "MLP 8"]
    assert all(x > 0 for x in distilled.x)


def test_the_efficient_students_are_named_in_words():
    found = swept(SPEC)
    alt = frontier(found, "size_bytes").alt
    assert all(found.students[place].name in alt for place in efficient(found, "size_bytes"))


def test_alone_is_told_over_the_seeds_of_the_cell_beside_it():
    found = swept(SPEC)
    place = found.students[0].best
    one = found.cells[place]
    alone = replace(one.scores, auc=Interval(0.123, 0.1, 0.2))
    cells = tuple(replace(x, alone=alone) if x == one else x for x in found.cells)
    found = replace(found, cells=cells)
    (row,) = [row for row in frontier_table(found, "size_bytes").rows if row[0][0] == "Linear"]
    assert row[2][0] == "0.123"
    drawn = next(x for x in frontier(found, "size_bytes").figure.data if x.name == "Alone")
    assert drawn.y[0] == 0.123


def test_the_table_begins_with_the_cheapest_and_ends_with_teacher_and_baseline():
    rows = frontier_table(swept(SPEC), "size_bytes").rows
    assert [row[0][0] for row in rows] == ["Linear", "MLP 4", "MLP 8", "Boosted trees", "Majority"]
