"""Many runs as JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

from core.lab.many.report import items_csv, to_json
from core.lab.many.told import cost_sentence
from tests.lab.many.small import found


def test_json_tells_each_item_and_their_summary():
    report = json.loads(to_json(found()))
    assert [one["state"] for one in report["items"]] == ["done", "failed", "done"]
    assert report["mean_difference"]["mean"] == found().mean.mean
    assert "difference" not in report["items"][1]


def test_csv_has_a_line_for_each_item_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(items_csv(found()))))
    assert [row["state"] for row in rows] == ["done", "failed", "done"]
    assert float(rows[0]["difference"]) == found().rows[0].scored.verdict.difference.mean
    assert rows[1]["difference"] == ""
    named = replace(found(), rows=(replace(found().rows[0], name="=1+1"),))
    assert "'=1+1" in items_csv(named)


def test_the_cost_is_said_in_a_sentence():
    assert cost_sentence(1, 20).startswith("1 run: about 20 s")
    assert cost_sentence(12, 240).startswith("12 runs: about 4 min")
