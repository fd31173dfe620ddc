"""From contenders to evidence: what is kept of a run besides its numbers."""

from __future__ import annotations

import numpy as np

from core.lab.contenders import Contender
from core.lab.evidence import Answered, Evidence
from core.spec import MARKET_TASKS
from core.tasks.dataset import Dataset


def gather(
    dataset: Dataset,
    baseline: Contender,
    alone: Contender,
    distilled: Contender,
    teacher: Contender,
) -> Evidence:
    """Keep the test rows and what the four columns answered for them.

    Parameters
    ----------
    dataset : Dataset
    baseline, alone, distilled, teacher : Contender

    Returns
    -------
    Evidence
    """
    test = dataset.test
    is_market = dataset.task in MARKET_TASKS
    return Evidence(
        target=test.target.numpy(),
        validation_target=dataset.validation.target.numpy(),
        baseline=_answered(baseline),
        alone=_answered(alone),
        distilled=_answered(distilled),
        teacher=_answered(teacher),
        dates=test.dates if is_market else None,
        tickers=None if test.tickers is None else test.tickers.astype(np.str_),
    )


def _answered(contender: Contender) -> Answered:
    answers = contender.answers
    return Answered(
        test=answers.probabilities.astype(np.float32),
        validation=contender.validation.astype(np.float32),
        shown=contender.shown,
        predicted=None if answers.predicted is None else answers.predicted[0],
    )
