import dataclasses

import pytest

from core.data.files import UploadedFile, content_hash
from core.lab.rows import prepare
from core.lab.teachers import Shelf
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

GERMAN = RunSpec(data=DataSpec(sample="german_credit"))
STOCKS = RunSpec(data=DataSpec(sample="us_stocks"), task=TaskSpec(name="risk"))


def loans(seed: int) -> tuple[UploadedFile, ...]:
    lines = [f"{(seed + n) * 7 % 50},{n % 2}" for n in range(300)]
    return (UploadedFile("loans.csv", "\n".join(["income,default", *lines]).encode()),)


def test_rows_are_prepared_once_for_all_who_ask_the_same_of_them():
    shelf = Shelf()
    first = prepare(GERMAN, shelf=shelf)
    other = GERMAN.model_copy(update={"train": TrainSpec(epochs=3)})
    assert prepare(other, shelf=shelf) is first


@pytest.mark.parametrize(
    "changed",
    [
        {"task": TaskSpec(name="risk", horizon_days=5)},
        {"task": TaskSpec(name="risk", labels=0.5)},
        {"data": DataSpec(sample="us_stocks", start="2005-01-03")},
        {"student": ModelSpec(name="gru", window=7)},
    ],
    ids=["horizon", "labels", "days", "window"],
)
def test_whoever_asks_something_else_gets_other_rows(changed):
    shelf = Shelf()
    first = prepare(STOCKS, shelf=shelf)
    assert prepare(STOCKS.model_copy(update=changed), shelf=shelf) is not first


def test_two_uploads_are_never_taken_for_each_other():
    shelf, spec = Shelf(), RunSpec(data=DataSpec(source="csv"))
    told = [prepare(spec, loans(seed), shelf) for seed in (1, 2)]
    assert told[0].dataset.content_hash != told[1].dataset.content_hash
    named = DataSpec(source="csv", content_hash=content_hash(loans(1)))
    spec = spec.model_copy(update={"data": named})
    assert prepare(spec, loans(1), shelf) is prepare(spec, loans(1), shelf)


def test_what_stands_out_is_told_again_with_kept_rows():
    shelf = Shelf()
    first = prepare(STOCKS, shelf=shelf)
    assert first.findings == prepare(STOCKS).findings
    assert dataclasses.asdict(first.origin) == dataclasses.asdict(prepare(STOCKS).origin)
