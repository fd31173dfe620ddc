"""Names of the questions, as the screens say them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from core.data.samples import SAMPLES
from core.spec import DataSpec, TaskName

TASK_TITLES: Mapping[TaskName, tuple[str, str]] = MappingProxyType(
    {
        "credit": ("Credit scoring", "Which class does a row of a table belong to?"),
        "direction": ("Direction", "Will the price stand higher after the horizon?"),
        "trend": ("Trend", "Will the price rise, stay or fall, measured by its usual swings?"),
        "risk": ("Risk", "Will the price swing more than it usually does?"),
    }
)


def data_title(data: DataSpec) -> str:
    """Name the source of the rows, without text of the user."""
    match data.source:
        case "sample":
            return SAMPLES[data.sample].title
        case "csv":
            return "Your CSV"
    return "Yahoo Finance"
