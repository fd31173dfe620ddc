from __future__ import annotations

import pytest

from core.evaluate.verdict import Outcome
from core.learn import alone
from core.learn.alone import OTHER_TEACHER, SHARES, TEACHERS, contest
from core.spec import DataSpec, TrainSpec
from tests.learn import made_up

GERMAN = DataSpec(sample="german_credit")


@pytest.fixture
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alone, "TRAINING", TrainSpec(epochs=1, seeds=2, tune="off"))


@pytest.mark.usefixtures("_brief")
@pytest.mark.parametrize("teacher", TEACHERS)
def test_a_contest_hides_labels_and_judges_three_models(teacher: str) -> None:
    found = contest("20", teacher, GERMAN)
    assert found.share_percent == 20
    assert found.labelled == pytest.approx(0.2 * found.rows, abs=2)
    for model in (found.alone, found.distilled, found.teacher):
        assert 0 <= model.low <= model.mean <= model.high <= 1
    assert found.verdict.difference.mean == pytest.approx(
        found.distilled.mean - found.alone.mean, abs=1e-9
    )


@pytest.mark.parametrize(
    ("outcome", "choice"), [("better", 0), ("no_clear_difference", 1), ("worse", 2)]
)
def test_the_verdict_is_the_answer(outcome: Outcome, choice: int) -> None:
    answer = alone.verdict_answer(made_up.contest(5, 0.02, outcome))
    assert answer.choice == choice
    assert "+0.0200" in answer.reason


def test_the_largest_gain_is_found_among_the_shares() -> None:
    contests = tuple(
        made_up.contest(int(share), gain)
        for share, gain in zip(SHARES, (0.01, 0.03, 0.02), strict=True)
    )
    answer = alone.largest_gain_answer(contests)
    assert answer.choice == 1
    assert "+0.0300 with 20 %" in answer.reason


@pytest.mark.parametrize(("second", "may_be_luck"), [(0.005, False), (0.02, True)])
def test_the_largest_gain_may_be_luck_where_intervals_overlap(
    second: float, may_be_luck: bool
) -> None:
    contests = tuple(
        made_up.contest(int(share), gain)
        for share, gain in zip(SHARES, (0.0, second, 0.03), strict=True)
    )
    answer = alone.largest_gain_answer(contests)
    assert (alone.OVERLAP in answer.reason) == may_be_luck


def test_each_teacher_has_another() -> None:
    assert {OTHER_TEACHER[teacher] for teacher in TEACHERS} == set(TEACHERS)
