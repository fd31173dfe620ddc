from __future__ import annotations

import pytest

from core.charts.lessons.smaller import (
    costs_picture,
    frontier_picture,
    sizes_header,
    sizes_rows,
)
from core.learn.smaller import COSTS, frontier
from tests.learn.made_up import sizes


def test_the_table_has_a_row_for_each_model_and_all_costs() -> None:
    rows = sizes_rows(sizes())
    assert {len(row) for row in rows} == {len(sizes_header(256))}
    assert rows[0][:4] == ("Linear", "250", "1.00 kB", "10.0 µs")


def test_costs_are_times_the_cheapest() -> None:
    picture = costs_picture(sizes())
    assert tuple(picture.figure.data[0].x) == (1.0, 2.0, 20.0)
    assert "file size 20.0×, one row 1.5×, 256 rows 10.0×" in picture.alt


@pytest.mark.parametrize("cost", COSTS)
def test_the_frontier_is_a_line_through_the_best_only(cost: str) -> None:
    found = sizes()
    picture = frontier_picture(found, frontier(found, cost), cost)
    assert tuple(picture.figure.data[0].y) == (0.72, 0.78)
    assert "Linear 0.720, Boosted trees 0.780" in picture.alt
    assert "MLP 4" not in picture.alt
