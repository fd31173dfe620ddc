"""CONTRIBUTING says which files to touch for a task, a model, a method and a check: it is so."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import Any

import pytest

from tests.toys import ROOT, TOYS, files_touched, grow

MOST_FILES = 3
TRY_TOYS = """
import io, json, zipfile
from core.data.findings import inspect
from core.lab import experiment
from core.lab.bundle import bundle_of
from core.lab.rows import prepare
from core.lab.teachers import Shelf
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from core.data.load import load

loans, train = DataSpec(sample="german_credit"), TrainSpec(epochs=2, seeds=2, tune="off")
teacher = ModelSpec(name="trees", trees=10)

def finished(**choices):
    *_, result = experiment.run(RunSpec(teacher=teacher, train=train, **choices))
    return result

def told(result):
    with zipfile.ZipFile(io.BytesIO(bundle_of(result))) as bundle:
        card = next(name for name in bundle.namelist() if name.endswith(".md"))
        text = bundle.read(card).decode()
    scores = result.distilled.scores.auc.mean
    return {"auc": scores, "parameters": result.distilled.cost.parameters, "card": text}

if __name__ == "__main__":
    fired = [report.code for report in inspect(load(loans)) if report.state == "fired"]
    print(json.dumps({
        "task": told(finished(data=DataSpec(sample="us_stocks"), task=TaskSpec(name="jump"))),
        "model": told(finished(
            data=loans,
            student=ModelSpec(name="squares"),
            distill=DistillSpec(method="absolute", alpha=1.0),
        )),
        "check": fired,
    }))
"""


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a copy of `core` with every toy in it finds."""
    folder = tmp_path_factory.mktemp("grown")
    grow(folder)
    (folder / "toys.py").write_text(TRY_TOYS, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "toys.py"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def files_in_contributing(kind: str) -> set[str]:
    """Files that the row of CONTRIBUTING's table names for a kind, new ones left out."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    row = next(line for line in text.splitlines() if line.startswith(f"| a {kind} |"))
    return set(re.findall(r"`(core/[\w/]+\.py)`", row))


@pytest.mark.parametrize("kind", TOYS)
def test_contributing_names_the_files_to_touch_and_they_are_few(kind: str) -> None:
    assert files_touched(kind) == files_in_contributing(kind)
    assert len(files_touched(kind)) <= MOST_FILES


@pytest.mark.slow
def test_a_new_task_is_asked_and_told_on_the_card(grown: dict[str, Any]) -> None:
    assert 0 < grown["task"]["auc"] < 1
    assert "the log return over 1 session is beyond a hundredth" in grown["task"]["card"]


@pytest.mark.slow
def test_a_new_model_learns_from_a_new_method_and_is_handed_over(grown: dict[str, Any]) -> None:
    assert grown["model"]["auc"] > 0.5
    assert grown["model"]["parameters"] > 4
    assert "Squares" in grown["model"]["card"]
    assert "Absolute difference" in grown["model"]["card"]


@pytest.mark.slow
def test_a_new_check_is_asked(grown: dict[str, Any]) -> None:
    assert "D900" in grown["check"]
