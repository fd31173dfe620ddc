"""``python -m core search`` and ``python -m core many``: both without a screen."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from core.__main__ import cli
from tests.conftest import ROOT
from tests.lab.brief import time_briefly as time_run_briefly
from tests.lab.search.small import time_briefly

RUN = ("--teacher", "trees", "--teacher-trees", "20", "--student-width", "4", "--epochs", "2")
SMALL = ("--sample", "german_credit", *RUN, "--seeds", "2")
CSV = str(ROOT / "sample_data" / "german_credit.csv")


@pytest.fixture(autouse=True)
def _brief(monkeypatch):
    time_briefly(monkeypatch)
    time_run_briefly(monkeypatch)


def invoke(*arguments):
    return CliRunner().invoke(cli, arguments)


def test_a_search_as_json_has_its_trials_and_four_columns():
    shown = invoke("search", *SMALL, "--trials", "3", "--alphas", "0,0.5", "--json", "-")
    found = json.loads(shown.stdout)
    assert found["models"].keys() == {"baseline", "alone", "distilled", "teacher"}
    assert [trial["number"] for trial in found["trials"]] == [1, 2, 3]
    assert all(0 <= trial["alpha"] <= 0.5 for trial in found["trials"])
    assert found["chosen"] in found["trials"]
    assert "Trial 3 of 3" in shown.stderr


def test_a_search_over_students_is_told_in_a_table():
    flags = ("--students", "linear,mlp:4", "--aim", "quality and cost", "--trials", "2")
    shown = invoke("search", *SMALL, *flags)
    assert shown.exit_code == 0
    assert "AUC ALONE" in shown.stdout
    assert "chosen among 2 trials" in shown.stdout


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (("--trials", "1"), "trials"),
        (("--alphas", "0.5,0.1"), "low to high"),
        (("--alphas", "0.5"), "alpha"),
        (("--learning-rates", "fast,faster"), "--learning-rates"),
        (("--aim", "quality and cost"), "no cost"),
        (("--method", "assistant"), "in between"),
    ],
)
def test_bounds_that_cannot_work_are_one_sentence_and_status_2(flags, word):
    shown = invoke("search", *SMALL, *flags)
    assert shown.exit_code == 2
    assert word in shown.stderr
    assert "Traceback" not in shown.stderr


def test_many_as_json_has_a_line_for_each_item():
    shown = invoke("many", *SMALL, "--samples", "german_credit,us_stocks", "--json", "-")
    found = json.loads(shown.stdout)
    assert [item["state"] for item in found["items"]] == ["done", "failed"]
    assert found["items"][0]["auc"].keys() == {"alone", "distilled", "teacher"}
    assert found["failed"] == 1


def test_many_files_are_told_in_a_table():
    shown = invoke("many", "--csv", CSV, *RUN, "--seeds", "2", "--target", "default")
    assert shown.exit_code == 0
    assert "german_credit.csv" in shown.stdout
    assert "MINUS ALONE" in shown.stdout


@pytest.mark.parametrize(
    ("flags", "word"), [(("--samples", "nothing"), "samples"), (("--samples", ""), "samples")]
)
def test_items_that_are_not_there_are_one_sentence_and_status_2(flags, word):
    shown = invoke("many", *SMALL, *flags)
    assert shown.exit_code == 2
    assert word in shown.stderr
