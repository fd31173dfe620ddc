"""The map of alpha and temperature, and its slices."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from core.charts.what_if.landscape import NOT_CLEAR, difference_of, landscape, live_map
from core.evaluate.scores import Interval
from core.lab.sweep.claims import widened_difference
from core.lab.sweep.outcome import CellsTold
from core.spec import DistillSpec
from tests.lab.sweep.small import RUN, SPEC, swept, told


def heatmap(chart):
    return chart.figure.data[0]


def clear_sweep():
    """A sweep in which every taught cell does clearly better."""
    found = swept()
    cells = tuple(
        replace(cell, difference=Interval(0.02, 0.015, 0.025)) if cell.alpha else cell
        for cell in found.cells
    )
    return replace(found, cells=cells, verdict=replace(found.verdict, nothing_to_learn=False))


def test_the_live_map_has_a_tile_for_every_cell():
    cells = next(event for event in told() if isinstance(event, CellsTold))
    drawn = heatmap(live_map(cells, "MLP 4"))
    assert list(drawn.x) == ["0", "0.5", "1"]
    assert list(drawn.y) == ["1", "4"]
    assert [text for line in drawn.text for text in line].count("alone") == 2


def test_the_live_map_says_who_is_ahead():
    cells = next(event for event in told() if isinstance(event, CellsTold))
    assert "epoch 1 of 3" in live_map(cells, "MLP 4").alt


def test_a_cell_without_a_number_is_never_ahead():
    cells = next(event for event in told() if isinstance(event, CellsTold))
    first, *others = cells.cells
    lost = replace(first, auc=math.nan, difference=math.nan)
    ahead = max(others, key=lambda cell: cell.auc)
    alt = live_map(replace(cells, cells=(lost, *others)), "MLP 4").alt
    assert f"alpha {ahead.alpha:g}, T {ahead.temperature:g} is ahead" in alt


@pytest.mark.parametrize("rows", ["validation", "test"])
def test_a_tile_shows_the_difference_of_its_rows(rows):
    found = swept()
    drawn = heatmap(landscape(found, 0, rows))
    values = {(x, y): drawn.z[j][i] for i, x in enumerate(drawn.x) for j, y in enumerate(drawn.y)}
    for cell in found.cells:
        shown = values[f"{cell.alpha:g}", f"{cell.temperature:g}"]
        assert shown == difference_of(found, cell, rows).mean


def test_cells_whose_interval_contains_zero_are_marked():
    found = swept()
    texts = [text for line in heatmap(landscape(found, 0, "test")).text for text in line]
    zero = [widened_difference(found, cell).contains(0) for cell in found.cells if cell.alpha > 0]
    assert sum(text.startswith(NOT_CLEAR) for text in texts) == sum(zero)
    assert not any(
        text.startswith(NOT_CLEAR)
        for line in heatmap(landscape(clear_sweep(), 0, "test")).text
        for text in line
    )


@pytest.mark.parametrize(
    ("interval", "seeds"),
    [
        (Interval(math.nan, math.nan, math.nan), 2),
        (Interval(0.02, 0.015, 0.025), 1),
        (Interval(0.02, 0.001, 0.039), 2),
    ],
    ids=["no AUC", "one seed", "clear only by itself"],
)
@pytest.mark.parametrize("rows", ["validation", "test"])
def test_no_map_calls_a_cell_clear_that_may_be_luck(rows, interval, seeds):
    found = clear_sweep()
    cells = tuple(
        replace(cell, difference=interval, validation_difference=interval, seeds=seeds)
        for cell in found.cells
    )
    assert " 0 of 4 cells" in landscape(replace(found, cells=cells), 0, rows).alt


def test_the_colour_scale_is_the_same_on_both_sides_of_zero():
    drawn = heatmap(landscape(swept(), 0, "test"))
    assert drawn.zmin == -drawn.zmax


def test_a_cell_that_cannot_be_judged_has_a_dash_and_is_not_clear():
    found = clear_sweep()
    lost = replace(found.cells[-1], seeds=0, difference=Interval(math.nan, math.nan, math.nan))
    chart = landscape(replace(found, cells=(*found.cells[:-1], lost)), 0, "test")
    assert heatmap(chart).text[-1][-1] == "–"
    under = chart.figure.layout.shapes[0]
    assert (under.layer, round((under.x0 + under.x1) / 2), under.y1 > 1) == ("below", 2, True)
    assert "cannot be judged" in chart.figure.data[1].customdata[-1]
    assert " 3 of 3 cells" in chart.alt


def test_where_labels_are_smoothed_a_map_counts_models_and_names_no_teacher():
    found = clear_sweep()
    run = RUN.model_copy(update={"distill": DistillSpec(method="smoothing")})
    alt = landscape(replace(found, spec=found.spec.model_copy(update={"run": run})), 0, "test").alt
    assert "2 of 2 models with smoothed labels" in alt


def test_the_chosen_cell_is_framed():
    found = swept()
    frame = landscape(found, 0, "test").figure.layout.shapes[0]
    chosen = found.cells[found.best]
    assert round((frame.x0 + frame.x1) / 2) == SPEC.alphas.index(chosen.alpha)
    assert round((frame.y0 + frame.y1) / 2) == SPEC.temperatures.index(chosen.temperature)


def test_the_cell_that_is_looked_at_is_outlined_and_told():
    found = swept()
    cell = next(one for one in found.cells if one != found.cells[found.best])
    drawn = landscape(found, 0, "test", looked_at=cell)
    chosen, outline = drawn.figure.layout.shapes
    assert round((outline.x0 + outline.x1) / 2) == SPEC.alphas.index(cell.alpha)
    assert round((outline.y0 + outline.y1) / 2) == SPEC.temperatures.index(cell.temperature)
    assert outline.line.color != chosen.line.color
    assert f"Outlined: alpha {cell.alpha:g}, T {cell.temperature:g}" in drawn.alt


def test_a_cell_of_another_student_is_not_outlined():
    found = swept()
    drawn = landscape(found, 0, "test", looked_at=replace(found.cells[0], student=1))
    assert len(drawn.figure.layout.shapes) == 1


def test_every_cell_can_be_clicked():
    places = landscape(swept(), 0, "test").figure.data[1]
    assert len(places.x) == len(swept().cells)
