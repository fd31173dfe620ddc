"""What a leak card answers to the two questions of its lesson."""

from __future__ import annotations

from core.evaluate.verdict import CHANCE_AUC
from core.lab.leak import LeakCard
from core.language.speak import tr
from core.learn.lesson import Answer

LITTLE_POINTS, MUCH_POINTS = 5.0, 15.0
FLATTERS = (
    "Shuffled rows report {shuffled:.1%} and the honest split {honest:.1%}: {points:z.0f} "
    "points that nobody would ever see in use."
)
MAY_BE_LUCK = (
    "Shuffled rows report {shuffled:.1%} and the honest split {honest:.1%}. The intervals "
    "overlap, so that these {points:z.0f} points may be luck."
)


def answers_to(card: LeakCard) -> tuple[Answer, Answer]:
    """Say by how much shuffling flatters, and whether the honest split shows any skill."""
    return _flattery(card), _skill(card)


def _flattery(card: LeakCard) -> Answer:
    shuffled, _, honest = card.rows
    points = 100 * (shuffled.accuracy.mean - honest.accuracy.mean)
    choice = 0 if points < LITTLE_POINTS else 1 if points <= MUCH_POINTS else 2
    is_clear = shuffled.accuracy.low > honest.accuracy.high
    reason = tr(FLATTERS if is_clear else MAY_BE_LUCK)
    found = {"shuffled": shuffled.accuracy.mean, "honest": honest.accuracy.mean}
    return Answer(choice, reason.format(**found, points=points))


def _skill(card: LeakCard) -> Answer:
    auc = card.rows[2].auc
    choice = 1 if auc.contains(CHANCE_AUC) else 0 if auc.low > CHANCE_AUC else 2
    reason = tr(
        "Its AUC is {mean:.3f} with a 95 % interval of {low:.3f} to {high:.3f}, drawn over blocks "
        "of days because neighbouring days are much alike."
    ).format(mean=auc.mean, low=auc.low, high=auc.high)
    return Answer(choice, reason)
