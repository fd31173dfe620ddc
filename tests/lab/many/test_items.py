"""What is gone through."""

from __future__ import annotations

import pytest

from core.data.files import content_hash
from core.errors import DataError
from core.lab.many.estimate import many_seconds
from core.lab.many.items import items_of
from core.lab.teachers import Shelf
from core.spec.many import ManySpec
from tests.lab.many.small import files, of_files
from tests.lab.sweep.small import RUN


def test_each_sample_is_an_item_with_its_title():
    items = items_of(ManySpec(run=RUN))
    assert [item.run.data.sample for item in items] == ["german_credit", "taiwan_credit"]
    assert items[0].name == "Consumer loans, Germany"
    assert all(item.csv is None for item in items)


def test_each_ticker_is_an_item():
    items = items_of(ManySpec(run=RUN, over="tickers", tickers=("AAPL", "KO")))
    assert [(item.number, item.name) for item in items] == [(0, "AAPL"), (1, "KO")]
    assert items[1].run.data.tickers == ("KO",)


def test_each_file_is_an_item_that_names_exactly_its_rows():
    items = items_of(of_files(), files())
    assert [item.name for item in items] == ["north.csv", "empty.csv", "south.csv"]
    for item, file in zip(items, files(), strict=True):
        assert item.csv == (file,)
        assert item.run.data.content_hash == content_hash(file.content)


@pytest.mark.parametrize("csv", [None, (), files() * 21], ids=["none", "empty", "many"])
def test_too_few_or_too_many_files_are_refused(csv):
    with pytest.raises(DataError, match="files to go through"):
        items_of(of_files(), csv)


def test_the_cost_is_that_of_the_first_item_that_can_be_read_times_their_number():
    empty_first = (files()[1], files()[0], files()[2])
    seconds = many_seconds(items_of(of_files(), empty_first), Shelf())
    assert 3 * 3 < seconds < 30


def test_prices_are_not_fetched_only_to_be_counted():
    items = items_of(ManySpec(run=RUN, over="tickers", tickers=("AAPL", "KO")))
    assert many_seconds(items, Shelf()) > 0
