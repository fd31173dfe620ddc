"""What the flags of the command line mean: from their values to the choices of a run."""

from __future__ import annotations

import csv
from types import MappingProxyType
from typing import Any

from core.data.samples import SAMPLES
from core.errors import SpecError
from core.models.catalog import ARCHITECTURES
from core.spec import RunSpec, SampleName, SourceName, parse_spec

Flags = dict[str, Any]

# Where a field has another flag than its own name, after that of its model.
SHORTER = MappingProxyType(
    {
        ("data", "target_column"): "target",
        ("task", "name"): "task",
        ("task", "horizon_days"): "horizon",
        ("task", "embargo_days"): "embargo",
        ("teacher", "name"): "teacher",
        ("student", "name"): "student",
    }
)
MODELS = ("teacher", "student")


def _flag(group: str, field: str) -> str:
    own = f"{group}_{field}" if group in MODELS else field
    return SHORTER.get((group, field), own)


# Group and field of the spec that each flag sets: every field has one.
FIELDS = MappingProxyType(
    {
        _flag(group, field): (group, field)
        for group, part in RunSpec.model_fields.items()
        for field in type(part.default).model_fields
    }
)

# Where a flag that is not given does not mean the default of its field.
DEFAULTS_IN_WORDS = MappingProxyType(
    {
        "source": "csv with --csv, yahoo with --tickers, otherwise sample",
        "task": "the sample's own; risk for tickers, credit for a CSV",
        "horizon": "1 for direction, 10 for trend and risk",
        **{
            flag: f"usual for the kind of {group}"
            for flag, (group, _) in FIELDS.items()
            if group in MODELS
        },
    }
)
LISTS = frozenset({"tickers", "ignored_columns", "teacher_members", "student_members"})


def spec_of(flags: Flags, has_csv: bool) -> RunSpec:
    """Build the choices of a run from the values of the flags; None means: not given.

    Raises
    ------
    SpecError
        When two sources of rows are named, or a value cannot work.
    """
    values: dict[str, dict[str, Any]] = {group: {} for group in RunSpec.model_fields}
    for flag, (group, field) in FIELDS.items():
        if flags[flag] is not None:
            values[group][field] = _parts(flags[flag]) if flag in LISTS else flags[flag]
    if flags["tickers"] is not None:
        values["data"]["tickers"] = tuple(map(str.upper, values["data"]["tickers"]))
    values["data"]["source"] = source = _source(flags, has_csv)
    if flags["task"] is None:
        values["task"]["name"] = _usual_task(source, flags["sample"])
    for role in MODELS:
        values[role] = {**_usual_model(role, flags[role]), **values[role]}
    return parse_spec(values)


def _usual_model(role: str, kind: str) -> dict[str, Any]:
    """Return the choices of a model of the usual size in its role."""
    found = ARCHITECTURES[kind]
    usual = found.as_teacher if role == "teacher" else found.as_student
    return {} if usual is None else usual.model_dump()


def _source(flags: Flags, has_csv: bool) -> SourceName:
    named: dict[SourceName, bool] = {
        "sample": bool(flags["sample"]) or flags["source"] == "sample",
        "csv": has_csv or flags["source"] == "csv",
        "yahoo": flags["tickers"] is not None or flags["source"] == "yahoo",
    }
    sources = [source for source, is_named in named.items() if is_named]
    if len(sources) > 1:
        raise SpecError(
            "Rows must come from one source",
            f"{len(sources)} were named",
            "Give one of --sample, --csv and --tickers.",
        )
    return sources[0] if sources else RunSpec().data.source


def _parts(text: str) -> tuple[str, ...]:
    """Split at commas, but not within double quotes."""
    rows = csv.reader([text], skipinitialspace=True)
    return tuple(part.strip() for row in rows for part in row if part.strip())


def _usual_task(source: SourceName, sample: SampleName | None) -> str:
    match source:
        case "csv":
            return "credit"
        case "yahoo":
            return "risk"
    return SAMPLES[sample or RunSpec().data.sample].task
