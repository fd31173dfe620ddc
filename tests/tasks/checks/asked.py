"""How one check of a data set ended."""

from __future__ import annotations

import numpy as np

from core.data.table import CheckReport, Table
from core.spec import TaskSpec
from core.tasks.dataset import Dataset
from core.tasks.findings import inspect_dataset
from core.tasks.make import make_dataset
from tests.tasks.example_rows import make_loans

N_ROWS = 2000
OUTCOME = (np.random.default_rng(1).random(N_ROWS) < 0.3).astype("int64")


def loans(**columns: object) -> Table:
    """Two thousand loans, three in ten of which default; columns may be added or replaced."""
    return make_loans(N_ROWS, **({"default": OUTCOME} | columns))


def dataset(table: Table, **choices: object) -> Dataset:
    """The credit question, split and encoded."""
    return make_dataset(table, TaskSpec(name="credit", **choices))


def report(asked: Dataset, code: str) -> CheckReport:
    """How the check ended."""
    (ended,) = (ended for ended in inspect_dataset(asked) if ended.code == code)
    return ended


def state(asked: Dataset, code: str) -> str:
    """Fired, passed or not applicable."""
    return report(asked, code).state
