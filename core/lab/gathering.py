"""From contenders to evidence: what is kept of a run besides its numbers."""

from __future__ import annotations

import numpy as np

from core.evaluate.looks.importance import Importance
from core.evaluate.looks.shuffling import Asked, importance
from core.export.session import Session
from core.lab.contenders import Contender
from core.lab.evidence import Answered, Evidence
from core.spec import MARKET_TASKS
from core.tasks.dataset import Dataset

SHUFFLES = 3
ROWS_TO_SHUFFLE = 1000
SECONDS_TO_SHUFFLE = 3.0


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
        target=test.classes,
        validation_target=dataset.validation.classes,
        baseline=_answered(baseline),
        alone=_answered(alone),
        distilled=_answered(distilled),
        teacher=_answered(teacher),
        dates=test.dates if is_market else None,
        tickers=None if test.tickers is None else test.tickers.astype(np.str_),
        next_return=test.next_return,
        protected=test.protected,
    )


def listen(dataset: Dataset, distilled: Contender, teacher: Contender) -> Importance:
    """Find what the student and its teacher listen to, by shuffling one column at a time."""
    return importance(
        tuple(
            Asked(contender.role, Session(contender.onnx).run, contender.rows)
            for contender in (distilled, teacher)
        ),
        dataset.test.classes,
        dataset.encoder.column_names,
        repeats=SHUFFLES,
        most_rows=ROWS_TO_SHUFFLE,
        most_seconds=SECONDS_TO_SHUFFLE,
    )


def _answered(contender: Contender) -> Answered:
    answers = contender.answers
    return Answered(
        test=answers.probabilities.astype(np.float32),
        validation=contender.validation.astype(np.float32),
        shown=contender.shown,
        predicted=None if answers.predicted is None else answers.predicted[0],
    )
