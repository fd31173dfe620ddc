"""The choices of a run as options of the command line: every field of the spec has its flag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from core.lab.flags import DEFAULTS_IN_WORDS, FIELDS
from core.models.catalog import STUDENTS, TEACHERS
from core.spec import RunSpec

Command = Callable[..., None]

KINDS = {"teacher": TEACHERS, "student": STUDENTS}
LIST_HELP = " Several are separated by commas; put one that holds a comma in double quotes."


def spec_options(command: Command) -> Command:
    """Add the flags in `FIELDS`, in that order."""
    for flag, (group, field) in reversed(tuple(FIELDS.items())):
        command = _option(flag, group, field)(command)
    return command


def name_of(flag: str) -> str:
    """Return a flag as it is written on the command line."""
    return f"--{flag.replace('_', '-')}"


def _option(flag: str, group: str, field: str) -> Callable[[Command], Command]:
    if flag in KINDS:
        return _model_option(flag)
    defaults = RunSpec.model_fields[group].default
    schema = type(defaults).model_json_schema()["properties"][field]
    default = DEFAULTS_IN_WORDS.get(flag, getattr(defaults, field))
    more = LIST_HELP if _holds_several(schema) else ""
    shown = "" if default in (None, (), "") else f"  [default: {default}]"
    help_text = f"{schema['description']}{more}{shown}"
    return click.option(name_of(flag), type=_click_type(schema), help=help_text)


def _model_option(role: str) -> Callable[[Command], Command]:
    field = RunSpec.model_fields[role]
    return click.option(
        name_of(role),
        type=click.Choice(KINDS[role]),
        default=field.default.name,
        show_default=True,
        help=field.description,
    )


def _holds_several(schema: dict[str, Any]) -> bool:
    return any(kind.get("type") == "array" for kind in (schema, *schema.get("anyOf", ())))


def _click_type(schema: dict[str, Any]) -> click.ParamType[Any]:
    """Return the type that refuses what the field would refuse."""
    if "enum" in schema or "const" in schema:
        return click.Choice(schema.get("enum") or [schema["const"]])
    bounds: dict[str, Any] = {
        "min": schema.get("minimum", schema.get("exclusiveMinimum")),
        "max": schema.get("maximum", schema.get("exclusiveMaximum")),
        "min_open": "exclusiveMinimum" in schema,
        "max_open": "exclusiveMaximum" in schema,
    }
    match schema.get("type"):
        case "integer":
            return click.IntRange(**bounds)
        case "number":
            return click.FloatRange(**bounds)
        case "boolean":
            return click.BOOL
    return click.STRING
