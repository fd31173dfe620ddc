"""Small results of the lessons, made up for the tests."""

from __future__ import annotations

import numpy as np

from core.evaluate.compare import Answers, Truth
from core.evaluate.scores import Interval
from core.evaluate.verdict import Outcome, Verdict
from core.lab.leak import LeakCard, LeakRow
from core.learn.alone import Contest
from core.learn.noise import SETTINGS, ManyTries, SecondLook, Try, second_look
from core.learn.smaller import Sized, Sizes
from core.learn.softening import Pull, SoftAnswers


def around(mean: float, width: float = 0.01) -> Interval:
    return Interval(mean, mean - width, mean + width)


def a_verdict(difference: Interval, outcome: Outcome = "no_clear_difference") -> Verdict:
    return Verdict(outcome, "auc", difference, 5, "The sentence of the verdict.", False)


def soft_answers(teacher: tuple[float, float] = (0.0, 3.0)) -> SoftAnswers:
    """Thirty times the same row; the pull fades as 1/T² without T squared."""
    return SoftAnswers(
        class_names=("no", "yes"),
        teacher=(teacher,) * 30,
        student=((0.0, 1.0),) * 30,
        labels=(1,) * 30,
        pulls=tuple(Pull(heat, 1 / heat**2, 1.0) for heat in range(1, 11)),
        label_pull=0.5,
    )


def contest(share_percent: int, gain: float, outcome: Outcome = "better") -> Contest:
    return Contest(
        share_percent=share_percent,
        labelled=10 * share_percent,
        rows=1000,
        alone=around(0.7),
        distilled=around(0.7 + gain),
        teacher=around(0.75),
        verdict=a_verdict(around(gain), outcome),
    )


def many_tries(gains: tuple[float, ...] = (0.01, -0.02, 0.03, 0.0, 0.05)) -> ManyTries:
    """Tries with these gains, and answers to four rows that nobody judges here."""
    answers = Answers("alone", np.full((2, 4, 2), 0.5))
    return ManyTries(
        tries=tuple(Try(SETTINGS[n], n, gain) for n, gain in enumerate(gains)),
        truth=Truth(np.array([0, 1, 0, 1])),
        alone=answers,
        distilled=(answers,) * len(SETTINGS),
        teacher=answers,
    )


def a_look(gain: Interval, count: int = 5, many: ManyTries | None = None) -> SecondLook:
    return second_look(many or many_tries(), count, a_verdict(gain))


def sized(name: str, size_bytes: int, one_row_ms: float, batch_ms: float, auc: float) -> Sized:
    role = "teacher" if name == "Boosted trees" else "distilled"
    return Sized(role, name, size_bytes // 4, size_bytes, one_row_ms, batch_ms, around(auc))


def sizes() -> Sizes:
    """Return three models; the middle one costs more than the first and is worse."""
    models = (
        sized("Linear", 1_000, 0.010, 0.05, 0.72),
        sized("MLP 4", 2_000, 0.011, 0.06, 0.70),
        sized("Boosted trees", 20_000, 0.015, 0.50, 0.78),
    )
    return Sizes(models, 256, busy=False)


def leak_card(shuffled: float = 0.8, honest: float = 0.5, auc: Interval | None = None) -> LeakCard:
    found = zip(
        ("shuffled", "by row", "by date"),
        (shuffled, 0.6, honest),
        (around(0.87), around(0.6), auc or around(0.49, 0.05)),
        strict=True,
    )
    rows = tuple(
        LeakRow(split, split.title(), "why", around(accuracy), one, 0.5, 70, 15, 4, 0.1)
        for split, accuracy, one in found
    )
    return LeakCard(rows)
