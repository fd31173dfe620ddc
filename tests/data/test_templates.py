from __future__ import annotations

from typing import get_args

import pytest

from core.data.load import load
from core.data.templates import template, template_sentence
from core.spec import MARKET_TASKS, DataSpec, TaskName, TaskSpec
from core.tasks.make import make_dataset

CSV = DataSpec(source="csv")


@pytest.mark.parametrize("task", get_args(TaskName))
def test_every_template_loads_without_a_finding(task: TaskName) -> None:
    table = load(CSV, template(task))
    assert table.findings == ()
    assert table.is_prices == (task in MARKET_TASKS)


@pytest.mark.parametrize("task", sorted(MARKET_TASKS))
def test_price_template_shows_two_tickers(task: TaskName) -> None:
    assert load(CSV, template(task)).frame["Ticker"].nunique() == 2


def test_credit_template_makes_a_data_set() -> None:
    dataset = make_dataset(load(CSV, template("credit")), TaskSpec(name="credit"))
    assert dataset.class_names == ("0", "1")
    assert min(len(part) for part in dataset.parts) > 0


@pytest.mark.parametrize("task", get_args(TaskName))
def test_the_sentence_names_what_the_template_has(task: TaskName) -> None:
    needed = ["Date", "Open", "High", "Low", "Close"] if task in MARKET_TASKS else ["default"]
    assert [name for name in needed if name not in template_sentence(task)] == []
    assert template_sentence(task).endswith(".")
