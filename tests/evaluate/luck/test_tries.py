import numpy as np
import pytest
from scipy import stats

from core.evaluate.luck.tries import Attempt, Tries, after_tries, widened
from core.evaluate.scores import Interval
from core.evaluate.verdict import Verdict

NAN = float("nan")


def _verdict(outcome, mean, low, high):
    return Verdict(outcome, "auc", Interval(mean, low, high), 5, "", False)


def _attempt(settings, data="rows", question="credit"):
    return Attempt(data, question, settings)


def test_finished_runs_on_the_same_rows_and_question_are_counted():
    finished = [
        _attempt("a"),
        _attempt("b"),
        _attempt("c", data="other rows"),
        _attempt("d", question="risk, 10 sessions ahead"),
    ]
    assert Tries.of(_attempt("a"), finished) == Tries(2, 2)


def test_run_that_is_not_listed_yet_counts_too():
    assert Tries.of(_attempt("new"), [_attempt("a")]) == Tries(2, 2)
    assert Tries.of(_attempt("new"), []) == Tries(1, 1)


def test_run_repeated_with_the_same_choices_is_no_further_try():
    assert Tries.of(_attempt("a"), [_attempt("a")] * 3 + [_attempt("b")]) == Tries(2, 4)


@pytest.mark.parametrize("count", [1, 2, 10, 500])
def test_normal_interval_is_widened_to_the_normal_interval_of_bonferroni(count):
    found = widened(Interval(0.3, *stats.norm.interval(0.95, 0.3, 0.1)), Tries(count, count))
    expected = stats.norm.interval(1 - 0.05 / count, 0.3, 0.1)
    assert (found.low, found.high) == pytest.approx(expected, abs=1e-12)


def test_skewed_interval_stays_skewed():
    found = widened(Interval(0.0, -0.01, 0.03), Tries(10, 10))
    assert found.high / -found.low == pytest.approx(3)


def test_interval_of_nan_stays_nan():
    found = widened(Interval(NAN, NAN, NAN), Tries(10, 10))
    assert np.isnan([found.mean, found.low, found.high]).all()


@pytest.mark.parametrize("sign", [1, -1], ids=["better", "worse"])
@pytest.mark.parametrize(
    ("near", "count", "fate"),
    [(0.008, 20, "survives"), (0.002, 20, "no longer clear"), (0.002, 1, "survives")],
)
def test_verdict_survives_only_where_the_wider_interval_leaves_zero_out(sign, near, count, fate):
    low, high = sorted((sign * near, sign * (0.02 - near)))
    outcome = "better" if sign > 0 else "worse"
    found = after_tries(_verdict(outcome, sign * 0.01, low, high), Tries(count, count))
    assert found.fate == fate


def test_sentence_of_a_verdict_that_survives():
    found = after_tries(_verdict("better", 0.01, 0.008, 0.012), Tries(7, 9))
    assert found.sentence == (
        "7 different settings were tried on these rows and this question, in 9 finished runs; "
        "the best of many looks better than it is. The verdict survives that: widened for it, "
        "the interval, 0.007 to 0.013, excludes zero."
    )


def test_sentence_of_a_verdict_that_does_not():
    sentence = after_tries(_verdict("better", 0.01, 0.001, 0.019), Tries(7, 7)).sentence
    assert "includes zero, so the difference is no longer clear." in sentence


def test_no_claim_has_nothing_to_lose():
    found = after_tries(_verdict("no_clear_difference", 0.0, -0.01, 0.01), Tries(3, 3))
    assert found.fate == "nothing claimed"
    assert "No difference was claimed" in found.sentence


def test_difference_that_is_not_defined_is_said_to_have_no_interval():
    found = after_tries(_verdict("no_clear_difference", NAN, NAN, NAN), Tries(3, 3))
    assert found.sentence.endswith("The difference has no interval to widen.")


def test_first_setting_is_said_to_be_the_only_one():
    found = after_tries(_verdict("better", 0.01, 0.008, 0.012), Tries(1, 1))
    assert found.sentence == (
        "This is the only setting tried on these rows and this question so far."
    )


def test_widened_end_that_leaves_zero_out_does_not_read_as_zero():
    found = after_tries(_verdict("better", 0.01, 0.0016, 0.0184), Tries(2, 2))
    assert found.fate == "survives"
    assert "0.0004 to" in found.sentence


def test_any_false_claim_among_many_tries_stays_as_rare_as_one():
    rng = np.random.default_rng(0)
    false_claims = []
    for _ in range(250):
        means = rng.normal(size=10)
        wide = [widened(Interval(m, m - 1.96, m + 1.96), Tries(10, 10)) for m in means]
        false_claims.append(any(not one.contains(0) for one in wide))
    assert np.mean(false_claims) <= stats.binom.ppf(0.9999, 250, 0.05) / 250
