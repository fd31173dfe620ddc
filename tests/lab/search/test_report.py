"""A search as JSON and what it costs."""

from __future__ import annotations

import json

import pytest

from core.lab.search.estimate import estimate
from core.lab.search.report import to_json
from core.lab.search.told import cost_sentence
from core.lab.sweep.pace import Sizes
from core.spec import RunSpec
from core.spec.search import SearchSpec
from tests.lab.search.small import COSTLY, SPEC, found

TAIWAN = Sizes(21_000, 4_500, 4_500, 20, 2)


def test_json_tells_every_trial_from_one_on():
    report = json.loads(to_json(found(COSTLY)))
    assert [one["number"] for one in report["trials"]] == [1, 2, 3, 4, 5, 6]
    assert report["chosen"]["number"] == found(COSTLY).best + 1
    assert report["chosen_alone"]["number"] == found(COSTLY).best_alone + 1
    assert set(report["front"]) <= set(range(1, 7))
    assert {one["student"] for one in report["trials"]} <= {"MLP 4", "MLP 8", "Linear"}


def test_twice_the_trials_cost_about_twice_as_much():
    few, many = (estimate(SearchSpec(trials=n), TAIWAN).seconds for n in (50, 100))
    assert many / few == pytest.approx(2, rel=0.1)


def test_the_cost_of_a_search_names_its_trials_and_students():
    sentence = cost_sentence(estimate(SPEC, TAIWAN))
    assert sentence.startswith("6 trials, 24 students to train: at most about")


def test_the_search_of_a_usual_run_takes_less_than_a_minute_or_two():
    assert 5 < estimate(SearchSpec(run=RunSpec()), TAIWAN).seconds < 120
