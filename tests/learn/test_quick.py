from __future__ import annotations

from collections.abc import Generator

import pytest

from core.distill.learners import Learner
from core.learn.quick import Taught, outcome, taught
from core.spec import DataSpec, ModelSpec, RunSpec, TrainSpec

SPEC = RunSpec(
    data=DataSpec(sample="german_credit"),
    teacher=ModelSpec(name="trees", trees=10),
    student=ModelSpec(name="mlp", width=4),
    train=TrainSpec(epochs=1, seeds=2, tune="off"),
)


@pytest.fixture(scope="module")
def found() -> Taught:
    learners = (
        Learner("alone", 0, 0.0, 1.0),
        Learner("distilled", 0, 1.0, 2.0),
        Learner("alone", 1, 0.0, 1.0),
        Learner("distilled", 1, 1.0, 2.0),
    )
    return taught(SPEC, learners)


def test_the_outcome_is_what_a_training_returns() -> None:
    def training() -> Generator[int, None, str]:
        yield 1
        return "trained"

    assert outcome(training()) == "trained"


def test_each_role_answers_every_test_row_once_a_model(found: Taught) -> None:
    rows = len(found.dataset.test)
    for role, models in (("alone", 2), ("distilled", 2), ("teacher", 1), ("baseline", 0)):
        logits = found.logits(role)
        assert len(logits) == models
        assert all(one.shape == (rows, 2) for one in logits)


def test_roles_are_not_mixed_up(found: Taught) -> None:
    assert not found.logits("alone")[0].equal(found.logits("distilled")[0])
