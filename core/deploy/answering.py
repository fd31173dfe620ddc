"""A CSV file answered by a bundle from anybody: nothing in the bundle but its model is run."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np

from core.deploy.loaded import LoadedModel, Source, inspected_of
from core.deploy.predict import Answers, abstained, write
from core.deploy.reading import read_rows, sheet_of, told
from core.errors import SpecError


@dataclass(frozen=True)
class AnsweredFile:
    """What a model answered to a file.

    Parameters
    ----------
    csv : str
        The key of each row, its class, a probability for each class, and "yes" where the
        model abstained; such a row has no class.
    rows, abstained : int
        Rows answered, and how many of them got no class.
    left_aside : tuple of str
        Columns of the file that the model does not read.
    sentence : str
        What was done, in words.
    """

    csv: str
    rows: int
    abstained: int
    left_aside: tuple[str, ...]
    sentence: str


def answer_file(bundle: Source, content: bytes, abstain_below: float | None = None) -> AnsweredFile:
    """Answer the rows of a CSV file; of daily prices, every day with enough days before it.

    Parameters
    ----------
    bundle : bytes, Path or Inspected
        A zip that was exported, by anybody.
    content : bytes
        The CSV file. Its columns may come in any order, and others beside them.
    abstain_below : float, optional
        Rows whose largest probability is smaller get no class; by default as the bundle says.

    Returns
    -------
    AnsweredFile

    Raises
    ------
    BundleError
        When the bundle is not let in.
    DataError
        When a column is missing, or the file cannot be read; the sentence names what and where.
    SpecError
        When `abstain_below` is not a probability.
    """
    if abstain_below is not None and not 0 <= abstain_below <= 1:
        raise SpecError(
            "The probability to abstain below must be from 0 to 1",
            f"it is {abstain_below:g}",
            "Choose another one, or leave it out.",
        )
    model = LoadedModel(inspected_of(bundle))
    schema, sheet = model.schema, sheet_of(content)
    try:
        key_names, keys, rows = read_rows(sheet, schema)
    except ValueError as error:
        raise told(error) from error
    answers = Answers(key_names, keys, model.probabilities(rows))
    below = schema.abstain_below if abstain_below is None else abstain_below
    written = io.StringIO(newline="")
    write(answers, schema, below, written)
    unsure = int(np.count_nonzero(abstained(answers.probabilities, below)))
    read = {column.name for column in schema.columns}
    aside = () if schema.reads_prices else tuple(n for n in sheet.names if n not in read)
    sentence = _sentence(len(sheet.rows), len(rows), unsure, below, len(aside))
    return AnsweredFile(written.getvalue(), len(rows), unsure, aside, sentence)


def predict_file(bundle: Source, content: bytes, abstain_below: float | None = None) -> str:
    """Return the answers to a CSV file as a CSV file; see `answer_file`."""
    return answer_file(bundle, content, abstain_below).csv


def _sentence(given: int, answered: int, unsure: int, below: float | None, aside: int) -> str:
    told = [f"{answered:,} of {given:,} rows answered"]
    if below is not None:
        told.append(f"{unsure:,} got no class, being less sure than {below:g}")
    if aside:
        columns = "column" if aside == 1 else "columns"
        told.append(f"{aside:,} {columns} that the model does not read left aside")
    return "; ".join(told) + "."
