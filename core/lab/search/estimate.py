"""What a search costs, said before it starts."""

from __future__ import annotations

from core.distill.stacked import STACKABLE
from core.lab.sweep.estimate import SECONDS_OF_TIMING, Estimate, students_seconds
from core.lab.sweep.pace import Sizes, one_seconds
from core.spec.search import SearchSpec

SECONDS_PER_TRIAL = 0.05
SECONDS_OF_JUDGING = 1.0


def estimate(spec: SearchSpec, sizes: Sizes, n_cores: int = 1) -> Estimate:
    """Say what a search will cost at most: trials that are given up cost less.

    Parameters
    ----------
    spec : SearchSpec
    sizes : Sizes
        Of its rows.
    n_cores : int
        Processors that students may share where they do not train as a stack.

    Returns
    -------
    Estimate
        Its cells are the trials.
    """
    train, n_each = spec.run.train, 2 * spec.run.train.seeds
    teacher = one_seconds(spec.run.teacher, sizes, train)
    each = [
        # A trial's stack is not shared out.
        students_seconds(one, n_each, train, sizes, 1 if one.name in STACKABLE else n_cores)
        for one in spec.students
    ]
    trials = spec.trials * (SECONDS_PER_TRIAL + sum(each) / len(each))
    seconds = teacher + trials + SECONDS_OF_TIMING + SECONDS_OF_JUDGING
    return Estimate(spec.trials, spec.n_trained, seconds, teacher)
