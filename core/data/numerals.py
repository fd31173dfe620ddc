"""Numbers as people write them: thousands apart, a decimal comma, a currency or percent sign.

This file needs numpy and pandas only, so that a deployed model can carry the very code that
read the numbers it learned from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

MOST_COMPARED = 5_000
"""Distinct cells that are looked at to tell how a column writes its numbers."""

_BLANKS = " \u00a0\u2009\u202f"
_CURRENCIES = (
    r"US\$|[$€£¥₹₩₺₽₪฿₫₴₦]|(?:USD|EUR|GBP|CHF|JPY|CNY|INR|CAD|AUD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|"
    r"BRL|MXN|ZAR|KRW|TRY|SGD|HKD)\b|\b(?:kr|zł|Fr|Rs)\.?"
)
_WRITTEN = re.compile(
    rf"(?P<open>\()?\s*(?P<sign>[-+−])?\s*(?P<before>{_CURRENCIES})?\s*(?P<inner>[-+−])?"
    rf"(?P<digits>[\d.,'’{_BLANKS}]*\d[.,]?)(?P<power>[eE][-+]?\d+)?\s*"
    rf"(?P<after>%|{_CURRENCIES})?\s*(?P<close>\))?"
)


@dataclass(frozen=True)
class Style:
    """The decimal mark of a column, and the marks that may part its thousands."""

    decimal: str
    thousands: str

    @property
    def pattern(self) -> re.Pattern[str]:
        """What a number without signs looks like."""
        parted = ""
        if self.thousands:
            mark = f"[{re.escape(self.thousands)}]"
            # Two digits between marks are Indian: 12,34,567.
            parted = rf"|[1-9]\d{{0,2}}(?:{mark}\d{{2,3}})*{mark}\d{{3}}"
        point = re.escape(self.decimal)
        return re.compile(rf"(?:\d+{parted})(?:{point}\d*)?|{point}\d+")


PLAIN = Style(".", "")
_POINT_STYLES = (PLAIN, Style(".", ","), Style(".", _BLANKS), Style(".", "'’"))
_COMMA_STYLES = (Style(",", "."), Style(",", _BLANKS), Style(",", "'’"))


def parse_numbers(cells: pd.Series, decimal: str = ".") -> np.ndarray:
    """Return text as numbers in the one style that explains most of the column.

    A currency or percent sign counts where the whole column has the same one; "12 %" is 12.

    Parameters
    ----------
    cells : Series
        Text, or objects that are written as text.
    decimal : str
        The decimal mark of the file; tells "1,234" from "1.234" where the column does not.

    Returns
    -------
    ndarray of float64
        NaN where a cell is missing or no number in that style.
    """
    codes, distinct = pd.factorize(cells)
    values = np.append(_parse_distinct(pd.Series(distinct), decimal), np.nan)
    return values[codes]


def _parse_distinct(distinct: pd.Series, decimal: str) -> np.ndarray:
    plain = pd.to_numeric(distinct, errors="coerce").to_numpy(np.float64, na_value=np.nan)
    if decimal == "." and not np.isnan(plain).any():
        return plain
    if not _are_mostly_numbers(distinct):
        return plain
    parts = [_read(cell) for cell in distinct]
    if not _have_one_sign(parts):
        return plain
    style = _style(parts, decimal)
    if style == PLAIN and not any(_marks(part) for part in parts):
        return plain
    return np.array([_value(part, style) for part in parts], dtype=np.float64)


def _read(cell: object) -> re.Match[str] | None:
    return _WRITTEN.fullmatch(str(cell).strip())


def _are_mostly_numbers(distinct: pd.Series) -> bool:
    few = distinct.head(MOST_COMPARED)
    return sum(_read(cell) is not None for cell in few) >= len(few) / 2


def _marks(part: re.Match[str] | None) -> str:
    """Return what stands around the digits and is not understood without a style."""
    if part is None:
        return ""
    around = (part[name] or "" for name in ("open", "before", "after", "sign", "inner"))
    return "".join(around).strip("+-")


def _have_one_sign(parts: list[re.Match[str] | None]) -> bool:
    """Whether all cells have one currency or percent sign, or none has; zero needs none."""
    known = [part for part in parts if part is not None and part["digits"].strip("0.,")]
    return len({(part["before"] or "") + (part["after"] or "") for part in known}) <= 1


def _style(parts: list[re.Match[str] | None], decimal: str) -> Style:
    digits = [part["digits"].strip() for part in parts[:MOST_COMPARED] if part is not None]
    comma_first = decimal == ","
    styles = (*_COMMA_STYLES, *_POINT_STYLES) if comma_first else (*_POINT_STYLES, *_COMMA_STYLES)

    def explained(style: Style) -> int:
        pattern = style.pattern
        return sum(pattern.fullmatch(written) is not None for written in digits)

    return max(styles, key=explained)


def _value(part: re.Match[str] | None, style: Style) -> float:
    if part is None or (part["open"] is None) != (part["close"] is None):
        return np.nan
    digits = part["digits"].strip()
    if style.pattern.fullmatch(digits) is None:
        return np.nan
    for mark in style.thousands:
        digits = digits.replace(mark, "")
    value = float(digits.replace(style.decimal, ".") + (part["power"] or ""))
    negative = (part["sign"] or "+") + (part["inner"] or "+")
    is_negative = part["open"] is not None or "-" in negative or "−" in negative
    return -value if is_negative else value
