"""Checks of daily bars that are mended, and told of, while they are read."""

from __future__ import annotations

from core.data.checks.applies import as_read, to_prices
from core.data.checks.check import Check, NotApplicable, Sight
from core.data.table import Table


def _no_volume(table: Table) -> Sight:
    seen = as_read("P105")(table)
    if seen is None and table.frame["Volume"].isna().all():
        return NotApplicable("The rows have no volume.")
    return seen


ADJUSTED = Check(
    code="P101",
    title="Prices adjusted for splits and dividends",
    severity="informs",
    why="Without it a split would look like a crash. Adjusted prices are good for returns and "
    "ratios; their level knows of later dividends, so that no feature uses it.",
    remedy="Nothing to do.",
    look=to_prices(as_read("P101")),
)
UNSOUND_PRICES = Check(
    code="P102",
    title="Prices that are missing, zero or negative",
    severity="advises",
    why="A return cannot be computed from them, so such bars are left out.",
    remedy="Look them up if they matter.",
    look=to_prices(as_read("P102")),
)
REPEATED_DAYS = Check(
    code="P103",
    title="Days that repeat",
    severity="advises",
    why="One day of one security must have one bar; a second one would count as another session.",
    remedy="The last row of each day was kept: check which is right.",
    look=to_prices(as_read("P103")),
)
HIGH_AND_LOW = Check(
    code="P104",
    title="High below, or low above, another price",
    severity="advises",
    why="The range of a day is used to measure risk, and must enclose open and close.",
    remedy="High and low were widened to enclose them: check the source if there are many.",
    look=to_prices(as_read("P104")),
)
NO_VOLUME = Check(
    code="P105",
    title="Bars without volume",
    severity="informs",
    why="Either nothing was traded or the source does not know; it counts as unknown.",
    remedy="Nothing to do.",
    look=to_prices(_no_volume),
)
