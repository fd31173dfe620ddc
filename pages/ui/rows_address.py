"""Where the rows come from, as the address tells it: tickers and days, or that it has none."""

from __future__ import annotations

from collections.abc import Mapping

from core.errors import SpecError
from core.spec import DataSpec, RunSpec, TaskName, parse_spec
from pages.ui.address import SEPARATOR

USUAL_QUESTION: TaskName = "risk"
ROWS, UPLOADED = "rows", "uploaded"
NAMES = ("tickers", "start", "end", ROWS)


def rows_in_address(data: DataSpec) -> dict[str, str]:
    """Return what the address tells of rows that no sample holds.

    Uploaded rows do not travel: the address tells only that there were some.
    """
    match data.source:
        case "yahoo":
            days = {"start": data.start, "end": data.end}
            told = {name: day.isoformat() for name, day in days.items() if day}
            return {"tickers": SEPARATOR.join(data.tickers), **told}
        case "csv":
            return {ROWS: UPLOADED}
    return {}


def rows_from_address(parameters: Mapping[str, str]) -> tuple[RunSpec, tuple[str, ...]]:
    """Read the tickers and days of an address, and a question that suits prices.

    Uploaded rows that the address tells of are named as the source, though they are not here:
    the session waits for them instead of going on with others.

    Returns
    -------
    tuple of RunSpec and tuple of str
        The choices, and the names of what was refused.
    """
    if parameters.get(ROWS) == UPLOADED:
        return RunSpec(data=DataSpec(source="csv")), ()
    if ROWS in parameters:
        return RunSpec(), (ROWS,)
    if "tickers" not in parameters:
        return RunSpec(), tuple(name for name in NAMES[1:3] if name in parameters)
    days = {name: parameters[name] for name in ("start", "end") if name in parameters}
    symbols = tuple(one for one in parameters["tickers"].upper().split(SEPARATOR) if one.strip())
    data = {"source": "yahoo", "tickers": symbols, **days}
    try:
        return parse_spec({"data": data, "task": {"name": USUAL_QUESTION}}), ()
    except SpecError:
        return RunSpec(), tuple(name for name in NAMES[:3] if name in parameters)
