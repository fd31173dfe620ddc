from __future__ import annotations

from core.data.table import Table
from tests.tasks.checks.asked import dataset, loans, report, state
from tests.tasks.example_rows import make_loans


def test_fires_on_fewer_than_five_hundred_training_rows() -> None:
    ended = report(dataset(make_loans(600)), "T104")
    assert (ended.state, ended.severity) == ("fired", "advises")
    assert ended.where.startswith("420 labelled training rows, fewer than 500; ")
    assert 'test rows of class "1", fewer than 50' in ended.where


def test_fires_where_hidden_labels_leave_few() -> None:
    ended = report(dataset(loans(), labels=0.2), "T104")
    assert ended.where == "280 labelled training rows, fewer than 500"


def test_fires_on_the_small_sample(german: Table) -> None:
    assert report(dataset(german), "T104").where == '45 test rows of class "1", fewer than 50'


def test_is_silent_on_two_thousand_rows() -> None:
    assert state(dataset(loans()), "T104") == "passed"
