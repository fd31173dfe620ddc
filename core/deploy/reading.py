"""Rows of a bundle's question, read by this program's own code; that of a bundle is never run."""

from __future__ import annotations

import importlib
from types import MappingProxyType, ModuleType

from core.data import separated
from core.data.quote import quote
from core.deploy import table
from core.deploy.bundle_files import BundleSchema
from core.deploy.sheet import Sheet, read_sheet
from core.errors import BundleError, DataError

CODE_OF_TRAINING = MappingProxyType(
    {
        "indicators": "core.tasks.indicators",
        "names": "core.data.names",
        "day_formats": "core.data.day_formats",
        "numerals": "core.data.numerals",
        "sound_bars": "core.data.sound_bars",
        "bars": "core.deploy.bars",
    }
)
"""The files that bundles carry, as this program has them."""

HOWEVER = ", however: "
END = ". "


def sheet_of(content: bytes) -> Sheet:
    """Read a CSV file as training reads it.

    Raises
    ------
    DataError
        When the file is no CSV, or its rows do not fit its header.
    """
    try:
        return read_sheet(content, separated)
    except ValueError as error:
        raise told(error) from error


def read_rows(sheet: Sheet, schema: BundleSchema) -> table.Rows:
    """Return what a model reads: of prices, every day with enough days before it.

    Parameters
    ----------
    sheet : Sheet
    schema : BundleSchema

    Returns
    -------
    names of the keys, keys, and float32 raw rows

    Raises
    ------
    ValueError
        When a column is not there, a cell cannot be read, or there are too few days; the
        sentence names the column and the line.
    """
    if not schema.reads_prices:
        return table.read_table(sheet, schema.columns)
    found: table.Rows = load_code("bars").read_bars(sheet, schema, load_code)
    if not len(found[2]):
        warm_up = load_code("indicators").warm_up_days(schema.risk_horizon_days)
        raise ValueError(
            f"Prices must cover at least {warm_up + (schema.window or 1)} days of a ticker, "
            f"however: none of the {len(sheet.rows)} rows has that many days up to it. Send "
            "more days."
        )
    return found


def told(error: ValueError) -> DataError:
    """Return a sentence of the code of bundles as an error of this program, word for word."""
    must, _, rest = str(error).partition(HOWEVER)
    found, _, remedy = rest.rpartition(END)
    return DataError(must, found, remedy)


def load_code(name: str) -> ModuleType:
    """Return a module that bundles carry, as this program has it.

    Raises
    ------
    BundleError
        When a package that it computes with is not installed.
    """
    try:
        return importlib.import_module(CODE_OF_TRAINING[name])
    except ModuleNotFoundError as error:
        raise BundleError(
            f"A model of prices needs the package {error.name} to compute its columns",
            "it is not installed here",
            f"Install it: pip install {error.name}.",
        ) from error


def check_indicators(schema: BundleSchema) -> None:
    """Refuse a model of prices that reads something which is not computed from them.

    Raises
    ------
    BundleError
    """
    known = load_code("indicators").indicator_names(schema.risk_horizon_days)
    unknown = [column.name for column in schema.columns if column.name not in known]
    if unknown:
        raise BundleError(
            "A model of prices must read indicators that this program computes",
            f"it reads {quote(unknown[0])}",
            "Export the bundle again with this version.",
        )
