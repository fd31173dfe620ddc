"""A model that was let in, and what it answers to rows and to prices."""

from __future__ import annotations

import re

from starlette.exceptions import HTTPException

from core.deploy import table
from core.deploy.inspect_model import Inspected
from core.deploy.loaded import LoadedModel
from core.deploy.predict import Answers
from core.deploy.reading import read_rows
from core.deploy.serving.cells import Record, price_sheet, table_sheet
from core.deploy.serving.quick import QuickRows
from core.deploy.serving.refusal import INVALID

LINE = re.compile(r"however: line (\d+)")


class ServedModel(LoadedModel):
    """A model in memory, ready to answer.

    Parameters
    ----------
    inspected : Inspected
        A bundle whose model was let in.
    name : str
        What the model is called in addresses.

    Raises
    ------
    BundleError
        When a model of prices reads something that is not computed from them.
    """

    def __init__(self, inspected: Inspected, name: str) -> None:
        super().__init__(inspected)
        self.name = name
        self.sha256 = inspected.bundle.sha256
        self._names = tuple(column.name for column in self.schema.columns)
        self._quick = QuickRows(self.schema.columns)

    def answers(self, records: list[Record]) -> Answers:
        """Answer the rows of a request; of prices, every day with enough days before it.

        Raises
        ------
        HTTPException
            When a row cannot be read; the sentence names the column and the row.
        """
        try:
            key_names, keys, rows = self._read(records)
        except ValueError as error:
            raise HTTPException(INVALID, LINE.sub(r"however: row \1", str(error), 1)) from error
        return Answers(key_names, keys, self.probabilities(rows))

    def _read(self, records: list[Record]) -> table.Rows:
        if self.schema.reads_prices:
            return read_rows(price_sheet(records), self.schema)
        rows = self._quick.read(records)
        if rows is not None:
            return (), (), rows
        return read_rows(table_sheet(records, self._names), self.schema)
