"""Cells as a table for spreadsheets."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

from core.lab.sweep.judge import UNKNOWN, UNKNOWN_SCORES
from core.lab.sweep.spreadsheet import cells_csv
from tests.lab.sweep.small import swept


def test_a_cell_that_cannot_be_judged_has_empty_fields():
    found = swept()
    lost = replace(
        found.cells[-1],
        seeds=0,
        validation=UNKNOWN,
        validation_difference=UNKNOWN,
        scores=UNKNOWN_SCORES,
        difference=UNKNOWN,
    )
    text = cells_csv(replace(found, cells=(*found.cells[:-1], lost)))
    *others, last = csv.DictReader(io.StringIO(text))
    numbers = [name for name in last if "auc" in name or "difference" in name]
    assert len(numbers) == 15
    assert {last[name] for name in numbers} == {""}
    assert all(line[name] for line in others for name in numbers)
