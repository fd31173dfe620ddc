"""Noise that looks like a win: many settings tried once on a random walk, and the winner again."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
import torch

from core.distill.learners import Learner
from core.distill.monitor import roc_auc
from core.evaluate.compare import Answers, Truth, compare
from core.evaluate.luck.tries import AfterTries, Tries, after_tries
from core.evaluate.verdict import Verdict, judge
from core.language.speak import tr
from core.learn.lesson import Answer
from core.learn.quick import Taught, taught
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

ALPHAS = (0.25, 0.5, 0.75, 1.0)
TEMPERATURES = (1.0, 2.0, 4.0)
ORDER_SEED = 7
WIDE = 1.5
SPEC = RunSpec(
    data=DataSpec(sample="random_walk"),
    task=TaskSpec(name="direction", horizon_days=5),
    teacher=ModelSpec(name="trees", trees=30),
    student=ModelSpec(name="mlp", width=8),
    train=TrainSpec(epochs=5, seeds=10, tune="off"),
)


@dataclass(frozen=True)
class Setting:
    """An alpha and a temperature."""

    alpha: float
    temperature: float


SETTINGS = tuple(Setting(*pair) for pair in itertools.product(ALPHAS, TEMPERATURES))


@dataclass(frozen=True)
class Try:
    """One setting with one start: by how much its AUC was above that of the student alone."""

    setting: Setting
    seed: int
    gain: float


@dataclass(frozen=True, eq=False)
class ManyTries:
    """All tries in the order in which they are made, and what is needed to judge one again.

    ``distilled`` holds the answers of each of `SETTINGS`, once a start.
    """

    tries: tuple[Try, ...]
    truth: Truth
    alone: Answers
    distilled: tuple[Answers, ...]
    teacher: Answers

    def best(self, count: int) -> Try:
        """Return the best of the first tries."""
        return max(self.tries[:count], key=lambda one: one.gain)

    def best_so_far(self) -> tuple[float, ...]:
        """Return the best gain after each try."""
        return tuple(itertools.accumulate((one.gain for one in self.tries), max))


@dataclass(frozen=True)
class SecondLook:
    """The winner of so many tries, with all starts and an interval as wide as they ask for."""

    count: int
    winner: Try
    verdict: Verdict
    after: AfterTries

    @property
    def times_as_wide(self) -> float:
        """Width of the interval for so many tries divided by that for one."""
        plain, wider = self.verdict.difference, self.after.difference
        return (wider.high - wider.low) / (plain.high - plain.low)


def many_tries(spec: RunSpec = SPEC) -> ManyTries:
    """Train every setting with every start, and a student alone beside each start."""
    learners = tuple(
        learner
        for seed in spec.seeds
        for learner in (
            Learner("alone", seed, 0.0, 1.0),
            *(Learner("distilled", seed, one.alpha, one.temperature) for one in SETTINGS),
        )
    )
    found = taught(spec, learners)
    target = found.dataset.test.target
    alone, distilled = found.logits("alone"), _by_setting(found)
    usual = _aucs(alone, target)
    tries = [
        Try(setting, seed, gain)
        for setting, logits in zip(SETTINGS, distilled, strict=True)
        for seed, gain in zip(spec.seeds, (_aucs(logits, target) - usual).tolist(), strict=True)
    ]
    order = np.random.default_rng(ORDER_SEED).permutation(len(tries))
    return ManyTries(
        tries=tuple(tries[place] for place in order),
        truth=Truth.of(found.dataset, spec.task.horizon_days),
        alone=Answers.from_logits("alone", alone),
        distilled=tuple(Answers.from_logits("distilled", logits) for logits in distilled),
        teacher=Answers.from_logits("teacher", found.logits("teacher")),
    )


def judged(many: ManyTries, setting: Setting) -> Verdict:
    """Give the verdict on a setting with all its starts and with test days drawn again."""
    distilled = many.distilled[SETTINGS.index(setting)]
    found = compare(many.truth, (many.alone, distilled, many.teacher))
    return judge(
        found.difference("auc", "distilled", "alone"),
        found.scores("distilled"),
        found.scores("alone"),
        found.scores("teacher"),
        found.seeds("distilled"),
        found.n_rows,
        headroom=found.difference("auc", "teacher", "alone"),
    )


def second_look(many: ManyTries, count: int, verdict: Verdict) -> SecondLook:
    """Look at the winner of the first tries again; `verdict` is that on its setting."""
    after = after_tries(verdict, Tries(count, count))
    return SecondLook(count, many.best(count), verdict, after)


def answers_to(look: SecondLook) -> tuple[Answer, Answer]:
    """Answer what the winner gains over all starts, and how wide its interval must be."""
    gain, lucky = look.verdict.difference, look.winner.gain
    choice = 2 if gain.low <= 0 else 0 if gain.mean >= lucky else 1
    over_all = tr(
        "With its one start it gained {lucky:+z.3f} AUC; over all starts it is {mean:+z.3f}, and "
        "the 95 % interval reaches from {low:z.3f} to {high:z.3f}."
    ).format(lucky=lucky, mean=gain.mean, low=gain.low, high=gain.high)
    times = look.times_as_wide
    width = 0 if times == 1 else 1 if times <= WIDE else 2
    wider = tr(
        "For {count} tries each interval must cover {percent:.2f} % instead of 95 %, which "
        "makes it {times:.2f} times as wide."
    ).format(count=look.count, percent=100 * look.after.tries.coverage, times=times)
    return Answer(choice, over_all), Answer(width, wider)


def _by_setting(found: Taught) -> list[tuple[torch.Tensor, ...]]:
    """Return the logits of each setting, once a start."""
    logits = found.logits("distilled")
    return [logits[place :: len(SETTINGS)] for place in range(len(SETTINGS))]


def _aucs(logits: tuple[torch.Tensor, ...], target: torch.Tensor) -> torch.Tensor:
    """Return the AUC of each start, (n_starts,)."""
    return roc_auc(torch.stack([one.T for one in logits]), target)
