from __future__ import annotations

import fairlearn.metrics as oracle
import numpy as np
import pytest

from core.evaluate.compare import Answers
from core.evaluate.fairness.fairness import Grouping, judge_fairness
from core.evaluate.fairness.group_rates import RATES
from tests.evaluate.market_days import sure_of

N_ROWS = 900
RNG = np.random.default_rng(0)
TARGET = (RNG.random(N_ROWS) < 0.3).astype(np.int64)
SEX = Grouping("sex", RNG.choice(["f", "m"], N_ROWS))
AGE = Grouping("age", RNG.choice(["24 or younger", "25 to 34", "35 to 44"], N_ROWS))


def mostly_right(name: str, seeds: int, seed: int, worse_for: str = "") -> Answers:
    """Right on three in four rows, but on half of the rows of one sex."""
    rng = np.random.default_rng(seed)
    share = np.where(SEX.groups == worse_for, 0.5, 0.75)
    is_right = rng.random((seeds, N_ROWS)) < share
    return sure_of(name, np.where(is_right, TARGET, 1 - TARGET))


def judged(*answers: Answers, groupings=(SEX, AGE), target=TARGET, **choices):
    return judge_fairness(target, ("0", "1"), groupings, answers, n_resamples=200, **choices)


TEACHER, ALONE = mostly_right("teacher", 1, 1), mostly_right("alone", 3, 2)
DISTILLED = mostly_right("distilled", 3, 3)


@pytest.mark.parametrize("grouping", [SEX, AGE], ids=["two groups", "three groups"])
def test_gaps_are_those_of_fairlearn(grouping):
    model = judged(TEACHER, groupings=(grouping,)).attributes[0].model("teacher")
    said = TEACHER.classes[0]
    favoured = {"y_true": 1 - TARGET, "y_pred": 1 - said, "sensitive_features": grouping.groups}
    assert model.gap("selection").difference.mean == pytest.approx(
        oracle.demographic_parity_difference(**favoured), abs=1e-9
    )
    odds = max(model.gap(rate).difference.mean for rate in ("false_positive", "false_negative"))
    assert odds == pytest.approx(oracle.equalized_odds_difference(**favoured), abs=1e-9)


def test_every_model_has_the_groups_of_every_attribute_in_order():
    found = judged(TEACHER, ALONE, DISTILLED)
    assert [one.name for one in found.attributes] == ["sex", "age"]
    for attribute in found.attributes:
        assert [model.name for model in attribute.models] == ["teacher", "alone", "distilled"]
        for model in attribute.models:
            assert sum(group.rows for group in model.groups) == N_ROWS
            assert [group.group for group in model.groups] == sorted(
                group.group for group in model.groups
            )
    assert found.favourable.name == "0"


def test_two_students_that_err_alike_have_gaps_alike():
    found = judged(TEACHER, ALONE, DISTILLED)
    assert found.sentence.startswith("Distilling did not clearly change any of the 8 gaps")


def test_a_distilled_student_that_is_worse_for_one_sex_has_wider_gaps():
    found = judged(ALONE, mostly_right("distilled", 3, 3, worse_for="f"))
    change = found.attributes[0].changes[RATES.index("error")]
    assert change.is_clear
    assert change.difference.mean > 0.15
    assert "error rate by sex is 0." in found.sentence
    assert "wider" in found.sentence
    assert "by luck" in found.sentence


def test_a_gap_that_is_there_is_found_and_one_that_is_not_includes_zero():
    found = judged(mostly_right("teacher", 1, 4, worse_for="m"), groupings=(SEX,))
    gap = found.attributes[0].model("teacher").gap("error")
    assert (gap.highest, gap.lowest) == ("m", "f")
    assert gap.difference.low > 0.1
    fair = judged(TEACHER, groupings=(SEX,)).attributes[0].model("teacher").gap("error")
    assert fair.difference.contains(0)


def test_same_seed_gives_the_same_table():
    assert judged(ALONE, DISTILLED) == judged(ALONE, DISTILLED)


def test_gaps_cover_the_truth():
    covered = []
    for seed in range(100):
        answers = mostly_right("teacher", 1, seed, worse_for="f")
        found = judge_fairness(TARGET, ("0", "1"), (SEX,), (answers,), n_resamples=100, seed=seed)
        covered.append(found.attributes[0].model("teacher").gap("error").difference.contains(0.25))
    assert np.mean(covered) >= 0.9


def test_one_seed_claims_nothing():
    found = judged(mostly_right("alone", 1, 2), mostly_right("distilled", 1, 3, worse_for="f"))
    assert found.sentence.startswith("One seed cannot tell")


def test_no_protected_column_leaves_a_sentence():
    found = judged(ALONE, DISTILLED, groupings=())
    assert found.attributes == ()
    assert found.sentence.startswith("No column is named like a protected attribute")


def test_a_diverged_student_is_not_defined_and_the_rest_stands():
    broken = Answers("distilled", np.full((2, N_ROWS, 2), np.nan))
    found = judged(TEACHER, ALONE, broken)
    assert "may have diverged" in found.sentence
    attribute = found.attributes[0]
    assert attribute.model("distilled").gap("error").reason
    assert attribute.model("teacher").gap("error").reason == ""


def test_twenty_rows_have_rates_but_no_gap():
    few = slice(0, 20)
    answers = tuple(
        Answers(one.name, one.probabilities[:, few]) for one in (TEACHER, ALONE, DISTILLED)
    )
    found = judge_fairness(
        TARGET[few], ("0", "1"), (Grouping("sex", SEX.groups[few]),), answers, n_resamples=50
    )
    assert "cannot be told: fewer than two groups have 30 rows" in found.sentence
    model = found.attributes[0].model("teacher")
    assert all(group.is_too_small and group.selection.is_defined for group in model.groups)


def test_a_test_set_with_one_class_lacks_one_rate_only():
    found = judged(TEACHER, target=np.zeros(N_ROWS, dtype=np.int64), groupings=(SEX,))
    gaps = found.attributes[0].model("teacher").gaps
    assert [bool(one.reason) for one in gaps] == [False, False, False, True]
