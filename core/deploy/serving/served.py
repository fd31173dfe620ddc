"""A model that was let in, and what it answers to rows and to prices."""

from __future__ import annotations

import importlib
import re
from types import ModuleType

import numpy as np
from starlette.exceptions import HTTPException

from core.data.quote import quote
from core.deploy import table
from core.deploy.inspect_model import Inspected
from core.deploy.inspector.limits import LARGEST_BATCH
from core.deploy.predict import Answers
from core.deploy.serving.cells import Record, price_sheet, table_sheet
from core.deploy.serving.quick import QuickRows
from core.deploy.serving.refusal import INVALID, refusal
from core.errors import BundleError
from core.export.session import Session

CODE_OF_TRAINING = {
    "indicators": "core.tasks.indicators",
    "names": "core.data.names",
    "day_formats": "core.data.day_formats",
    "numerals": "core.data.numerals",
    "sound_bars": "core.data.sound_bars",
    "bars": "core.deploy.bars",
}
"""The files that bundles carry, as this program has them; a bundle's own are never run."""

LINE = re.compile(r"however: line (\d+)")


class ServedModel:
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
        self.name = name
        self.schema = inspected.bundle.schema
        self.sha256 = inspected.bundle.sha256
        self._names = tuple(column.name for column in self.schema.columns)
        self._quick = QuickRows(self.schema.columns)
        self._session = Session(inspected.bundle.model)
        if self.schema.reads_prices:
            self._check_indicators()
            for code in CODE_OF_TRAINING:
                _load(code)

    def probabilities(self, rows: np.ndarray) -> np.ndarray:
        """Answer float32 raw rows with probabilities of shape (n_rows, n_classes).

        Never more rows at once than were tried when the model was looked into.
        """
        if len(rows) <= LARGEST_BATCH:
            return self._session.run(rows)
        starts = range(0, len(rows), LARGEST_BATCH)
        return np.concatenate([self._session.run(rows[i : i + LARGEST_BATCH]) for i in starts])

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
        if not self.schema.reads_prices:
            return self._read_table(records)
        found: table.Rows = _load("bars").read_bars(price_sheet(records), self.schema, _load)
        if not len(found[2]):
            raise self._too_few_days(len(records))
        return found

    def _read_table(self, records: list[Record]) -> table.Rows:
        rows = self._quick.read(records)
        if rows is not None:
            return (), (), rows
        return table.read_table(table_sheet(records, self._names), self.schema.columns)

    def _check_indicators(self) -> None:
        known = _load("indicators").indicator_names(self.schema.risk_horizon_days)
        unknown = [name for name in self._names if name not in known]
        if unknown:
            raise BundleError(
                "A model of prices must read indicators that this program computes",
                f"it reads {quote(unknown[0])}",
                "Export the bundle again with this version.",
            )

    def _too_few_days(self, n_rows: int) -> HTTPException:
        warm_up = _load("indicators").warm_up_days(self.schema.risk_horizon_days)
        needed = warm_up + (self.schema.window or 1)
        return refusal(
            INVALID,
            f"Prices must cover at least {needed} days of a ticker",
            f"none of the {n_rows} rows has that many days up to it",
            "Send more days.",
        )


def _load(name: str) -> ModuleType:
    return importlib.import_module(CODE_OF_TRAINING[name])
