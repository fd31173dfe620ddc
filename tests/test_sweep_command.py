"""``python -m core sweep``: a sweep without a screen."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from core.__main__ import cli
from core.spec import RunSpec
from core.sweep_command import student_of
from tests.lab.sweep.small import time_briefly

SMALL = [
    *("sweep", "--sample", "german_credit", "--teacher", "trees", "--teacher-trees", "20"),
    *("--width", "4", "--epochs", "2", "--seeds", "2", "--alphas", "0,1", "--temperatures", "2"),
]


@pytest.fixture(autouse=True)
def _brief(monkeypatch):
    time_briefly(monkeypatch)


def invoke(*arguments):
    return CliRunner().invoke(cli, arguments)


def small():
    """The flags of a small sweep, as this command line names them."""
    flags = {"--width": "--student-width"}
    return [flags.get(one, one) for one in SMALL]


def test_json_has_the_form_of_the_design():
    found = json.loads(invoke(*small(), "--json", "-").stdout)
    assert {"spec", "data", "models", "seconds", "cells"} <= found.keys()
    assert found["models"].keys() == {"baseline", "alone", "teacher"}
    assert [(c["alpha"], c["temperature"]) for c in found["cells"]] == [(0.0, 2.0), (1.0, 2.0)]
    cell = found["cells"][0]
    assert {"student", "seeds", "scores", "difference", "parameters", "size_bytes"} <= cell.keys()
    assert cell["difference"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert cell["scores"] == found["models"]["alone"]["scores"]


def test_without_json_a_table_and_the_verdict_are_on_stdout():
    shown = invoke(*small(), "--students", "linear,mlp:4")
    assert shown.exit_code == 0
    assert "MINUS ALONE" in shown.stdout
    assert shown.stdout.count("MLP 4") >= 2
    assert "The validation rows choose" in shown.stdout


def test_progress_goes_to_stderr(tmp_path):
    shown = invoke(*small(), "--json", str(tmp_path / "sweep.json"))
    assert "Training 4 students" in shown.stderr
    assert json.loads((tmp_path / "sweep.json").read_text("utf-8"))["cells"]


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (("--students", "foo"), "no student"),
        (("--students", "mlp:wide"), "--students"),
        (("--alphas", "half"), "--alphas"),
        (("--alphas", "2"), "alpha"),
        (("--alphas", ""), "alphas"),
        (("--temperatures", "0"), "temperature"),
        (("--method", "assistant"), "in between"),
    ],
)
def test_a_choice_that_cannot_work_is_one_sentence_and_status_2(flags, word):
    shown = invoke(*small(), *flags)
    assert shown.exit_code == 2
    assert word in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.mark.parametrize(
    ("text", "size"), [("mlp", (16, 1)), ("mlp:8", (8, 1)), ("resmlp:8x2", (8, 2))]
)
def test_a_student_is_named_by_its_kind_and_size(text, size):
    found = student_of(text, RunSpec())
    assert (found.width, found.depth) == size
