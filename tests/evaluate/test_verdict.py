import numpy as np
import pytest

from core.distill.methods import METHODS
from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.scores import Interval, Scores
from core.evaluate.verdict import helper_of, judge
from core.spec import DistillSpec

NAN = float("nan")


def _scores(mean: float, half: float = 0.02) -> Scores:
    found = Interval(mean, mean - half, mean + half)
    return Scores(found, found, found, found, found, found)


def _judge(mean, low, high, seeds=5, auc=0.75, rows=4500):
    models = (_scores(auc), _scores(auc), _scores(auc))
    return judge(Interval(mean, low, high), *models, seeds=seeds, rows=rows)


@pytest.mark.parametrize(
    ("interval", "outcome", "sentence"),
    [
        (
            (0.006, 0.004, 0.008),
            "better",
            "The teacher helped: the distilled student's AUC is 0.006 higher than alone "
            "(95 % interval 0.004 to 0.008, 5 seeds, 4,500 test rows).",
        ),
        (
            (-0.02, -0.031, -0.009),
            "worse",
            "The teacher hurt: the distilled student's AUC is 0.020 lower than alone "
            "(95 % interval -0.031 to -0.009, 5 seeds, 4,500 test rows).",
        ),
        (
            (0.002, -0.0004, 0.007),
            "no_clear_difference",
            "No clear difference: the distilled student's AUC is 0.002 higher than alone, "
            "but the 95 % interval, 0.000 to 0.007, includes zero (5 seeds, 4,500 test rows).",
        ),
        (
            (0.0, 0.0, 0.0),
            "no_clear_difference",
            "No clear difference: the distilled student's AUC equals that of the student "
            "alone in every repeat (5 seeds, 4,500 test rows).",
        ),
        (
            (NAN, NAN, NAN),
            "no_clear_difference",
            "No clear difference: AUC cannot be computed, because some class has no row "
            "among the test rows (5 seeds, 4,500 test rows).",
        ),
    ],
)
def test_outcome_and_sentence_follow_the_interval(interval, outcome, sentence):
    verdict = _judge(*interval)
    assert (verdict.outcome, verdict.sentence) == (outcome, sentence)
    assert (verdict.metric, verdict.seeds) == ("auc", 5)
    assert not verdict.nothing_to_learn


@pytest.mark.parametrize("sign", [1, -1])
def test_interval_that_touches_zero_claims_nothing(sign):
    low, high = sorted((0.0, sign * 0.01))
    assert _judge(sign * 0.005, low, high).outcome == "no_clear_difference"


@pytest.mark.parametrize("sign", [1, -1])
def test_one_seed_claims_nothing_and_says_so(sign):
    low, high = sorted((sign * 0.004, sign * 0.008))
    verdict = _judge(sign * 0.006, low, high, seeds=1)
    assert verdict.outcome == "no_clear_difference"
    assert "one seed cannot tell the teacher's help from luck" in verdict.sentence
    assert "1 seed," in verdict.sentence


def test_tiny_but_clear_difference_is_written_with_enough_digits():
    verdict = _judge(0.0006, 0.00004, 0.0012)
    assert verdict.outcome == "better"
    assert "0.00060 higher" in verdict.sentence
    assert "0.00004 to 0.00120" in verdict.sentence


def test_nothing_to_learn_when_no_model_is_clearly_above_chance():
    verdict = _judge(0.03, 0.01, 0.05, auc=0.51)
    assert verdict.nothing_to_learn
    assert verdict.outcome == "no_clear_difference"
    assert verdict.sentence == (
        "There is nothing to learn here: neither the AUC of the teacher (0.510) nor of the "
        "student alone (0.510) nor of the distilled student (0.510) is clearly above chance, "
        "0.5 (5 seeds, 4,500 test rows)."
    )


def test_wide_intervals_around_chance_are_called_too_few_rows_not_nothing_to_learn():
    models = (_scores(0.70, 0.25), _scores(0.68, 0.25), _scores(0.76, 0.3))
    verdict = judge(Interval(0.02, -0.1, 0.14), *models, seeds=5, rows=30)
    assert verdict.nothing_to_learn
    assert "too few to show" in verdict.sentence
    assert "nothing to learn" not in verdict.sentence


def test_a_difference_between_models_worse_than_chance_is_no_lesson():
    models = (_scores(0.40), _scores(0.47), _scores(0.43))
    verdict = judge(Interval(-0.07, -0.13, -0.001), *models, seeds=5, rows=1784)
    assert verdict.nothing_to_learn
    assert verdict.outcome == "no_clear_difference"


@pytest.mark.parametrize("skilled", [0, 1, 2])
def test_one_model_better_than_chance_means_there_is_something_to_learn(skilled):
    models = [_scores(0.5), _scores(0.5), _scores(0.5)]
    models[skilled] = _scores(0.6)
    assert not judge(Interval(0, -1, 1), *models, seeds=5, rows=100).nothing_to_learn


def _helped(difference, **options):
    models = (_scores(0.75), _scores(0.75), _scores(0.75))
    return judge(difference, *models, seeds=options.pop("seeds", 5), rows=200, **options)


HELPED, HURT = Interval(0.02, 0.01, 0.03), Interval(-0.25, -0.3, -0.2)


@pytest.mark.parametrize(
    ("difference", "opening"),
    [
        (HELPED, "Label smoothing helped: the distilled student's AUC is 0.020 higher"),
        (HURT, "Label smoothing hurt: the distilled student's AUC is 0.250 lower than alone"),
    ],
)
def test_label_smoothing_has_no_teacher_to_blame(difference, opening):
    verdict = _helped(difference, helper="smoothing")
    assert verdict.sentence.startswith(opening)
    assert "teacher" not in verdict.sentence
    assert verdict.helper == "smoothing"


def test_one_seed_of_label_smoothing_blames_no_teacher_either():
    sentence = _helped(HELPED, helper="smoothing", seeds=1).sentence
    assert "cannot tell the help of label smoothing from luck" in sentence
    assert "teacher" not in sentence


def test_with_alpha_zero_the_distilled_student_is_the_student_alone():
    assert _helped(Interval(0.0, 0.0, 0.0), helper="nobody").sentence == (
        "No clear difference: with alpha 0 nobody teaches, and the distilled student is the "
        "student alone (5 seeds, 200 test rows)."
    )


@pytest.mark.parametrize("method", METHODS)
def test_a_method_without_a_teacher_is_known_as_such(method):
    has_none = METHODS[method].what.startswith("No teacher")
    assert (helper_of(DistillSpec(method=method)) != "teacher") is has_none
    assert helper_of(DistillSpec(method=method, alpha=0)) == "nobody"


def _under(teacher, difference, headroom, half=0.02):
    models = (_scores(0.635), _scores(0.68), _scores(teacher, half))
    return judge(difference, *models, seeds=5, rows=200, headroom=headroom).sentence


WORSE = Interval(-0.045, -0.06, -0.03)


def test_a_teacher_that_learned_nothing_is_named():
    assert _under(0.5, WORSE, Interval(-0.18, -0.2, -0.16), half=0).endswith(
        "5 seeds, 200 test rows). The teacher itself is not clearly above chance (AUC 0.500): "
        "there was nothing to be taught."
    )


def test_a_teacher_worse_than_the_student_alone_is_named():
    assert _under(0.62, WORSE, Interval(-0.06, -0.08, -0.04)).endswith(
        "The teacher itself is worse than the student alone (AUC 0.620 against 0.680): there "
        "was little to be taught."
    )


def test_a_weak_teacher_that_helped_is_named_without_a_reason():
    sentence = _under(0.5, HELPED, Interval(-0.18, -0.2, -0.16))
    assert sentence.endswith("The teacher itself is not clearly above chance (AUC 0.500).")


def test_of_few_rows_nothing_is_said_to_be_missing_in_the_teacher():
    sentence = _under(0.64, WORSE, None, half=0.15)
    assert sentence.endswith("not clearly above chance (AUC 0.640).")


@pytest.mark.parametrize("headroom", [None, Interval(-0.01, -0.03, 0.01), Interval(*[NAN] * 3)])
def test_a_teacher_that_may_be_better_is_not_blamed(headroom):
    assert "The teacher itself" not in _under(0.7, WORSE, headroom)


def test_label_smoothing_is_not_excused_by_a_weak_teacher():
    models = (_scores(0.635), _scores(0.68), _scores(0.5))
    verdict = judge(WORSE, *models, seeds=5, rows=200, helper="smoothing")
    assert "teacher" not in verdict.sentence


def test_few_rows_and_nothing_to_learn_are_told_apart():
    few = (_scores(0.70, 0.25), _scores(0.68, 0.25), _scores(0.76, 0.3))
    nothing = (_scores(0.5), _scores(0.5), _scores(0.5))
    assert judge(Interval(0.02, -0.1, 0.14), *few, seeds=5, rows=30).too_few_rows
    assert not judge(Interval(0.02, -0.1, 0.14), *nothing, seeds=5, rows=30).too_few_rows


def _judge_noise(seed: int, teacher_skill: float, dates=None):
    """Students that know nothing of the labels, under a teacher that may know something."""
    rng = np.random.default_rng(seed)
    target = rng.integers(0, 2, 300)
    tables = []
    for seeds, skill in ((5, 0.0), (5, 0.0), (1, teacher_skill)):
        second = 1 / (1 + np.exp(-skill * target - rng.normal(size=(seeds, 300))))
        tables.append(np.stack((1 - second, second), axis=2))
    names = ("distilled", "alone", "teacher")
    answers = tuple(Answers(name, table) for name, table in zip(names, tables, strict=True))
    comparison = compare(Truth(target, dates, 5), answers, 200, seed)
    difference = comparison.difference("auc", "distilled", "alone")
    return judge(difference, *(comparison.scores(name) for name in names), seeds=5, rows=300)


DAYS = np.repeat(np.datetime64("2020-01-01") + np.arange(150), 2)


@pytest.mark.slow
@pytest.mark.parametrize("dates", [None, DAYS], ids=["rows", "days"])
def test_students_that_know_nothing_are_rarely_called_better_or_worse(dates):
    verdicts = [_judge_noise(seed, teacher_skill=2.0, dates=dates) for seed in range(200)]
    claims = np.mean([verdict.outcome != "no_clear_difference" for verdict in verdicts])
    assert claims <= 0.07
    assert not any(verdict.nothing_to_learn for verdict in verdicts)


@pytest.mark.slow
def test_pure_noise_is_mostly_said_to_hold_nothing_to_learn():
    verdicts = [_judge_noise(seed, teacher_skill=0.0) for seed in range(200)]
    assert np.mean([verdict.nothing_to_learn for verdict in verdicts]) > 0.8
    assert np.mean([verdict.outcome != "no_clear_difference" for verdict in verdicts]) <= 0.03
