"""Several test blocks in time order, each judged by models that saw only what came before."""

from __future__ import annotations

import datetime as dt
from itertools import count, pairwise

import numpy as np

from core.errors import SpecError, TooFewRowsError
from core.tasks.split import (
    MIN_PART_SESSIONS,
    TRAIN_PERCENT,
    VALIDATION_PERCENT,
    Split,
    SplitPlan,
)

USUAL_BLOCKS = 6
FEWEST_BLOCKS, MOST_BLOCKS = 2, 12
BEFORE_FIRST_BLOCK_PERCENT = 40


def walk_forward_splits(
    dates: np.ndarray,
    label_ends: np.ndarray,
    horizon_days: int,
    embargo_days: int,
    blocks: int = USUAL_BLOCKS,
) -> tuple[Split, ...]:
    """Divide a panel by day into consecutive test blocks, each with all that came before it.

    The first 40 % of the sessions are only learned from; the rest is cut into test blocks
    of equal length that leave no session out. The sessions before a block are divided into
    training and validation as 70 to 15. Horizon and embargo are left out before each cut,
    so that no label that was learned from looks into a later part (López de Prado, 2018,
    Advances in Financial Machine Learning, chapters 7 and 12).

    Parameters
    ----------
    dates, label_ends : ndarray of shape (n_rows,), datetime64[D]
        Day of decision, and last day that the label looks at.
    horizon_days, embargo_days : int
        Sessions left out before each cut.
    blocks : int
        Test blocks, 2 to 12.

    Returns
    -------
    tuple of Split
        One a block, in time order; training rows of a block are among those of the next.

    Raises
    ------
    SpecError
        When there are fewer than 2 or more than 12 blocks.
    TooFewRowsError
        When a part of a block would have fewer than 20 sessions or rows.
    """
    if not FEWEST_BLOCKS <= blocks <= MOST_BLOCKS:
        raise SpecError(
            f"Walking forward takes {FEWEST_BLOCKS} to {MOST_BLOCKS} test blocks",
            f"{blocks} were asked for",
            f"Choose a number in between, such as {USUAL_BLOCKS}.",
        )
    sessions, session = np.unique(dates, return_inverse=True)
    gap = horizon_days + embargo_days
    if _shortest_part(len(sessions), gap, blocks) < MIN_PART_SESSIONS:
        raise _too_few_sessions(len(sessions), horizon_days, embargo_days, blocks)
    splits = tuple(
        _split(sessions, session, label_ends, gap, block)
        for block in pairwise(_cuts(len(sessions), blocks))
    )
    if min(len(part) for split in splits for part in split.parts) < MIN_PART_SESSIONS:
        raise _too_few_sessions(len(sessions), horizon_days, embargo_days, blocks)
    return splits


def sessions_needed(horizon_days: int, embargo_days: int, blocks: int = USUAL_BLOCKS) -> int:
    """Return the fewest sessions that `walk_forward_splits` can divide."""
    gap = horizon_days + embargo_days
    for n_sessions in count(1):
        if _shortest_part(n_sessions, gap, blocks) >= MIN_PART_SESSIONS:
            break
    return n_sessions


def _split(
    sessions: np.ndarray,
    session: np.ndarray,
    label_ends: np.ndarray,
    gap: int,
    block: tuple[int, int],
) -> Split:
    test_start, test_stop = block
    validation_start = _validation_start(test_start)
    train = (session < validation_start - gap) & (label_ends < sessions[validation_start])
    validation = (session >= validation_start) & (session < test_start - gap)
    validation &= label_ends < sessions[test_start]
    test = (session >= test_start) & (session < test_stop)
    plan = SplitPlan("by date", gap, _day(sessions[validation_start]), _day(sessions[test_start]))
    return Split(plan, *(np.flatnonzero(part) for part in (train, validation, test)))


def _cuts(n_sessions: int, blocks: int) -> list[int]:
    """First session of each block, and one past the last."""
    first = round(n_sessions * BEFORE_FIRST_BLOCK_PERCENT / 100)
    return [first + (n_sessions - first) * block // blocks for block in range(blocks + 1)]


def _validation_start(test_start: int) -> int:
    return round(test_start * TRAIN_PERCENT / (TRAIN_PERCENT + VALIDATION_PERCENT))


def _shortest_part(n_sessions: int, gap: int, blocks: int) -> int:
    cuts = _cuts(n_sessions, blocks)
    validation_start = _validation_start(cuts[0])
    tested = min(stop - start for start, stop in pairwise(cuts))
    return min(validation_start - gap, cuts[0] - gap - validation_start, tested)


def _day(session: np.datetime64) -> dt.date:
    day: dt.date = session.astype(dt.date)
    return day


def _too_few_sessions(
    found: int, horizon_days: int, embargo_days: int, blocks: int
) -> TooFewRowsError:
    needed = sessions_needed(horizon_days, embargo_days, blocks)
    return TooFewRowsError(
        f"With a horizon of {horizon_days} and an embargo of {embargo_days} sessions, at least "
        f"{needed} sessions with rows on nearly all of them are needed to walk forward over "
        f"{blocks} test blocks",
        f"there are {found}",
        "Use a longer history, a shorter horizon or fewer blocks.",
    )
