from itertools import pairwise

import numpy as np
import pytest

from core.lab.events import StageStarted
from core.lab.experiment import run
from core.lab.result import Result
from core.lab.rows import prepare
from core.lab.teachers import Shelf
from core.lab.walk import walk
from core.lab.watched import never
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

BLOCKS = 3


def spec_of(**task):
    return RunSpec(
        data=DataSpec(sample="us_stocks"),
        task=TaskSpec(name="risk", **task),
        teacher=ModelSpec(name="trees", trees=10),
        student=ModelSpec(name="mlp", width=4),
        train=TrainSpec(epochs=2, seeds=2, tune="off"),
    )


@pytest.fixture(scope="module")
def events():
    return tuple(run(spec_of(test_blocks=BLOCKS), shelf=Shelf()))


def test_every_block_is_judged_and_announced(events):
    result = events[-1]
    assert isinstance(result, Result)
    assert len(result.walk.blocks) == BLOCKS
    said = [event.sentence for event in events if isinstance(event, StageStarted)]
    assert sum("test block" in sentence for sentence in said) == BLOCKS


def test_the_bar_never_goes_back(events):
    shares = [event.share_done for event in events if isinstance(event, StageStarted)]
    assert shares == sorted(shares)


def test_the_blocks_follow_one_another(events):
    blocks = events[-1].walk.blocks
    assert all(one.end < other.start for one, other in pairwise(blocks))


def test_the_four_columns_are_those_of_a_run_without_a_walk(events):
    *_, plain = run(spec_of(), shelf=Shelf())
    assert plain.walk is None
    assert [column.scores for column in plain.columns] == [
        column.scores for column in events[-1].columns
    ]


def test_a_walk_that_is_stopped_finds_nothing():
    spec = spec_of(test_blocks=BLOCKS)
    blocks = prepare(spec).blocks
    walking = walk(spec, blocks, lambda: True)
    assert "test block 1" in next(walking).sentence
    with pytest.raises(StopIteration) as ended:
        next(walking)
    assert ended.value.value is None


def test_no_model_of_a_block_learned_from_its_test_rows():
    for block in prepare(spec_of(test_blocks=BLOCKS)).blocks:
        assert block.train.label_ends.max() < block.validation.dates.min()
        assert block.validation.label_ends.max() < block.test.dates.min()


def test_without_blocks_nothing_is_walked():
    with pytest.raises(StopIteration) as ended:
        next(walk(spec_of(), (), never))
    assert ended.value.value is None


def test_the_same_choices_find_the_same(events):
    *_, again = run(spec_of(test_blocks=BLOCKS), shelf=Shelf())
    np.testing.assert_equal(again.walk, events[-1].walk)
