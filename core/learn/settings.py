"""Every setting of a run with its help, its usual value and its bounds: a table for reading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, get_args, get_origin

from pydantic.fields import FieldInfo

from core.spec import RunSpec

GROUPS = ("data", "task", "teacher", "student", "distill", "train")
GROUP_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "data": "Data",
        "task": "Question",
        "teacher": "Teacher and student",
        "distill": "The teacher's voice",
        "train": "Training",
    }
)


@dataclass(frozen=True)
class Setting:
    """One field of the spec, as its tooltip tells it.

    Parameters
    ----------
    group : str
        Field of `RunSpec` that it belongs to; teacher and student share their fields.
    name : str
        With spaces in place of underscores.
    help : str
    usual : str
        The value that is there before anybody chooses; empty where there is none.
    bounds : str
        What it may be; empty where the help says all.
    """

    group: str
    name: str
    help: str
    usual: str
    bounds: str


def settings() -> tuple[Setting, ...]:
    """Return every setting, group by group; what teacher and student share comes once."""
    return tuple(_settings())


def _settings() -> Iterator[Setting]:
    seen: set[type] = set()
    for group in GROUPS:
        spec = getattr(RunSpec(), group)
        if type(spec) in seen:
            continue
        seen.add(type(spec))
        for name, field in type(spec).model_fields.items():
            usual = _usual(getattr(spec, name))
            yield Setting(
                group, name.replace("_", " "), field.description or "", usual, _bounds(field)
            )


def _usual(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value in (None, (), "") else str(value)


def _bounds(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(map(str, get_args(field.annotation)))
    ends = dict(_ends(field))
    low = f"{ends['ge']:,g}" if "ge" in ends else f"above {ends['gt']:,g}" if "gt" in ends else ""
    high = _whole(ends["le"]) if "le" in ends else f"below {ends['lt']:g}" if "lt" in ends else ""
    return f"{low} to {high}" if low and high else low or high


def _whole(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"


def _ends(field: FieldInfo) -> Iterator[tuple[str, float]]:
    for bound in field.metadata:
        for name in ("ge", "gt", "le", "lt"):
            if hasattr(bound, name):
                yield name, getattr(bound, name)
