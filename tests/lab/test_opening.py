from __future__ import annotations

from collections.abc import Callable

import pytest

from core.errors import DataError
from core.lab.opening import Opened, opened
from core.lab.teachers import Shelf
from core.lab.watched import never
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec

GERMAN = RunSpec(data=DataSpec(sample="german_credit"))
STOCKS = RunSpec(data=DataSpec(sample="us_stocks"), task=TaskSpec(name="risk"))
LEAKING = b"a,copy,y\n" + b"".join(b"%d,%d,%d\n" % (i % 37, i % 2 * 3, i % 2) for i in range(400))


def begin(run: RunSpec, csv: bytes | None = None, **choices: object) -> tuple[list[str], Opened]:
    opening = opened(run, csv, choices.pop("should_stop", never), **choices)
    told = []
    while True:
        try:
            told.append(type(next(opening)).__name__)
        except StopIteration as ended:
            return told, ended.value


def test_the_stage_is_told_before_what_stands_out_in_the_rows() -> None:
    told, begun = begin(GERMAN)
    assert told == ["StageStarted", "Warned"]
    assert sum(len(part) for part in begun.dataset.parts) == 1000


def test_rows_can_be_those_of_another_student() -> None:
    longest = STOCKS.model_copy(update={"student": ModelSpec(name="gru", window=30)})
    shelf = Shelf()
    _, shared = begin(STOCKS, shelf=shelf, rows_of=longest)
    _, own = begin(longest, shelf=shelf)
    assert shared.rows is own.rows


def test_rows_that_give_the_target_away_are_refused() -> None:
    spec = RunSpec(data=DataSpec(source="csv", target_column="y"))
    with pytest.raises(DataError, match="fit to learn from"):
        begin(spec, LEAKING)


@pytest.mark.parametrize("answer", [lambda: False, lambda: True])
def test_whoever_may_stop_a_training_is_asked_from_then_on(answer: Callable[[], bool]) -> None:
    _, begun = begin(GERMAN, should_stop=answer)
    assert begun.watched() is answer()
    assert begun.data_seconds > 0
