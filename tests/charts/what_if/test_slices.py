"""Slices through a landscape."""

from __future__ import annotations

from dataclasses import replace

from core.charts.what_if.slices import slices
from core.evaluate.scores import Interval
from tests.lab.sweep.small import SPEC, swept


def test_slices_cut_through_the_chosen_cell():
    found = swept()
    along_alpha, along_heat = slices(found, 0, "test")
    assert list(along_alpha.figure.data[0].x) == list(SPEC.alphas)
    assert list(along_heat.figure.data[0].x) == list(SPEC.temperatures)
    assert f"T {found.cells[found.best].temperature:g}" in along_alpha.alt


def test_where_nothing_differs_the_axis_stays_small():
    cell = replace(swept().cells[0], difference=Interval(0.0, 0.0, 0.0))
    found = replace(swept(), cells=tuple(replace(cell, alpha=one.alpha) for one in swept().cells))
    along_alpha, _ = slices(found, 0, "test")
    assert max(along_alpha.figure.layout.yaxis.range) <= 0.01
