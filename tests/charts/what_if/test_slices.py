"""Slices through a landscape."""

from __future__ import annotations

from core.charts.what_if.slices import slices
from tests.lab.sweep.small import SPEC, swept


def test_slices_cut_through_the_chosen_cell():
    found = swept()
    along_alpha, along_heat = slices(found, 0, "test")
    assert list(along_alpha.figure.data[0].x) == list(SPEC.alphas)
    assert list(along_heat.figure.data[0].x) == list(SPEC.temperatures)
    assert f"T {found.cells[found.best].temperature:g}" in along_alpha.alt
