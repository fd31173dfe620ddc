"""What the flags of the command line mean: from their values to the choices of a run."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from core.data.samples import SAMPLES
from core.errors import SpecError
from core.models.catalog import ARCHITECTURES
from core.spec import RunSpec, SampleName, SourceName, parse_spec

Flags = dict[str, Any]

# Group and field of the spec that each flag sets.
FIELDS = MappingProxyType(
    {
        "sample": ("data", "sample"),
        "tickers": ("data", "tickers"),
        "start": ("data", "start"),
        "end": ("data", "end"),
        "target": ("data", "target_column"),
        "task": ("task", "name"),
        "horizon": ("task", "horizon_days"),
        "labels": ("task", "labels"),
        "method": ("distill", "method"),
        "alpha": ("distill", "alpha"),
        "temperature": ("distill", "temperature"),
        "generations": ("distill", "generations"),
        "calibrate": ("distill", "calibrate"),
        "out_of_fold": ("distill", "out_of_fold"),
        "augment": ("distill", "augment"),
        "epochs": ("train", "epochs"),
        "seeds": ("train", "seeds"),
        "seed": ("train", "seed"),
        "device": ("train", "device"),
    }
)

# Where a flag that is not given does not mean the default of its field.
DEFAULTS_IN_WORDS = MappingProxyType(
    {
        "task": "the sample's own; risk for tickers, credit for a CSV",
        "horizon": "1 for direction, 10 for trend and risk",
    }
)


def spec_of(flags: Flags, has_csv: bool) -> RunSpec:
    """Build the choices of a run from the values of the flags; None means: not given.

    Raises
    ------
    SpecError
        When two sources of rows are named, or a value cannot work.
    """
    values: dict[str, dict[str, Any]] = {"data": {}, "task": {}, "distill": {}, "train": {}}
    for flag, (group, field) in FIELDS.items():
        if flags[flag] is not None:
            values[group][field] = flags[flag]
    if flags["tickers"] is not None:
        values["data"]["tickers"] = _symbols(flags["tickers"])
    values["data"]["source"] = source = _source(flags, has_csv)
    if flags["task"] is None:
        values["task"]["name"] = _usual_task(source, flags["sample"])
    teacher = ARCHITECTURES[flags["teacher"]].as_teacher
    student = ARCHITECTURES[flags["student"]].as_student
    return parse_spec({**values, "teacher": teacher, "student": student})


def _source(flags: Flags, has_csv: bool) -> SourceName:
    named: dict[SourceName, bool] = {
        "sample": bool(flags["sample"]),
        "csv": has_csv,
        "yahoo": flags["tickers"] is not None,
    }
    sources = [source for source, is_named in named.items() if is_named]
    if len(sources) > 1:
        raise SpecError(
            "Rows must come from one source",
            f"{len(sources)} were named",
            "Give one of --sample, --csv and --tickers.",
        )
    return sources[0] if sources else RunSpec().data.source


def _symbols(text: str) -> tuple[str, ...]:
    return tuple(symbol.strip().upper() for symbol in text.split(",") if symbol.strip())


def _usual_task(source: SourceName, sample: SampleName | None) -> str:
    match source:
        case "csv":
            return "credit"
        case "yahoo":
            return "risk"
    return SAMPLES[sample or RunSpec().data.sample].task
