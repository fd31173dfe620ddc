"""Smaller files of a finished run: its rows are read again, and its student is shrunk on them."""

from __future__ import annotations

import numpy as np

from core.data.files import Upload
from core.errors import DataError
from core.evaluate.compare import Truth
from core.lab.result import Result
from core.lab.rows import prepare
from core.lab.smaller import smaller_variants
from core.lab.teachers import Shelf
from core.lab.variant import Smaller
from core.models.catalog import reads_windows
from core.spec import ModelSpec
from core.tasks.dataset import Dataset, Part

SHOWN_OF_HASH = 8


def smaller_of(result: Result, csv: Upload | None = None, shelf: Shelf | None = None) -> Smaller:
    """Shrink the student of a finished run, and judge each file on the test rows of that run.

    Parameters
    ----------
    result : Result
    csv : Upload, optional
        The uploaded rows of the run, where it had some.
    shelf : Shelf, optional
        Where prepared rows are kept.

    Returns
    -------
    Smaller

    Raises
    ------
    DataError
        When the rows are no longer those of the run.
    LabError
        When the rows cannot be read.
    """
    dataset = prepare(result.spec, csv, shelf).dataset
    _refuse_others(dataset, result)
    student = result.spec.student
    return smaller_variants(
        result.artefacts.student,
        _as_read(student, dataset.test),
        Truth.of(dataset, result.spec.task.horizon_days),
        _as_read(student, dataset.validation),
        _as_read(student, dataset.train),
    )


def _as_read(model: ModelSpec, part: Part) -> np.ndarray:
    """Return the rows of a part, or their windows, as the file of a model reads them."""
    return part.raw_windows(model.window) if reads_windows(model) else part.raw_rows()


def _refuse_others(dataset: Dataset, result: Result) -> None:
    now, then = dataset.content_hash, result.data.content_hash
    if now != then:
        raise DataError(
            "Smaller files must be judged on the very rows of the run",
            f"what is read now has the hash {now[:SHOWN_OF_HASH]}, and the rows of the run had "
            f"{then[:SHOWN_OF_HASH]}; fetched prices change, and so may a new version of the app",
            "Start the run again from its settings, and try its student.",
        )
