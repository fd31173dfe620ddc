"""What is worth knowing about the rows of a question before a model is trained on them."""

from __future__ import annotations

from core.data.checks.check import Check
from core.data.table import CheckReport
from core.tasks.checks import contents, counts, drift, giveaways
from core.tasks.dataset import Dataset

DATASET_CHECKS: tuple[Check[Dataset], ...] = (
    counts.TOO_FEW_OF_A_CLASS,
    contents.NOTHING_VARIES,
    giveaways.DECIDES,
    counts.FEW_ROWS,
    giveaways.TELLS,
    counts.RARE_CLASS,
    drift.DRIFTED,
)


def inspect_dataset(dataset: Dataset) -> tuple[CheckReport, ...]:
    """Ask every check of a data set, in the order of `DATASET_CHECKS`.

    Parameters
    ----------
    dataset : Dataset
        Columns are judged before encoding. Labels that were hidden are not looked at.

    Returns
    -------
    tuple of CheckReport
        One of each check: fired, passed or not applicable.
    """
    return tuple(check.report(dataset) for check in DATASET_CHECKS)
