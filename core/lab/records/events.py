"""The events of a run as a kind and one line of JSON each.

A result is no such event: it is written as files, see `core.lab.records.result`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, cast

from core.distill.reports import EpochReport
from core.lab.events import StageStarted, Warned
from core.lab.many.outcome import RowTold
from core.lab.records.plain import from_plain, from_text, to_plain, to_text, unreadable
from core.lab.search.outcome import TrialTold
from core.lab.sweep.outcome import CellsTold

Kind = Literal["stage", "warned", "epoch", "cells", "trial", "row"]
Told = StageStarted | Warned | EpochReport | CellsTold | TrialTold | RowTold

KINDS: Mapping[str, type[Told]] = MappingProxyType(
    {
        "stage": StageStarted,
        "warned": Warned,
        "epoch": EpochReport,
        "cells": CellsTold,
        "trial": TrialTold,
        "row": RowTold,
    }
)
KIND_OF: Mapping[type[Told], str] = MappingProxyType({event: kind for kind, event in KINDS.items()})


def encode_event(event: Told) -> tuple[str, str]:
    """Return the kind of an event and all that it says, as JSON.

    Returns
    -------
    kind : str
        A key of `KINDS`.
    payload_json : str
        One line. A loss may be NaN, Infinity or -Infinity, as Python's `json` writes them.
    """
    kind = type(event)
    return KIND_OF[kind], to_text(to_plain(kind, event))


def decode_event(kind: str, payload_json: str) -> Told:
    """Return the event that `encode_event` wrote.

    Raises
    ------
    RecordError
        When the kind is unknown, or the JSON is damaged or of another version.
    """
    what = "A stored event"
    if kind not in KINDS:
        raise unreadable(what, f"its kind is {kind!r:.40}, which this version does not know")
    event = from_plain(KINDS[kind], from_text(payload_json, what), what)
    return cast(Told, event)
