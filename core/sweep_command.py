"""The command that sweeps alpha, temperature and students; the twin of the What-if page."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.errors import SpecError
from core.lab.flags import spec_of
from core.lab.plain_text import aligned
from core.models.catalog import ARCHITECTURES, STUDENTS
from core.options import spec_options
from core.spec import ModelSpec, RunSpec
from core.spec.sweep import SweepSpec, parse_sweep
from core.terminal import content_of, csv_option, json_option, show, write_json

if TYPE_CHECKING:
    from core.lab.sweep.outcome import Sweep

T = TypeVar("T")
WIDTH_MARK, DEPTH_MARK = ":", "x"


@click.command()
@csv_option
@spec_options
@click.option("--alphas", help="Weights of the teacher's voice to try, such as 0,0.5,1.")
@click.option("--temperatures", help="Temperatures to try, such as 1,2,4.")
@click.option(
    "--students",
    help="Students to try: a kind, with a width and a depth where wanted, such as "
    "linear,mlp:8,mlp:16x2.  [default: the student]",
)
@json_option
def sweep(
    csv: Path | None,
    alphas: str | None,
    temperatures: str | None,
    students: str | None,
    json_path: str | None,
    **flags: Any,
) -> None:
    """Train one student, or several, in every combination of alpha and temperature."""
    run = spec_of(flags, has_csv=csv is not None)
    values: dict[str, Any] = {"run": run.model_dump()}
    if alphas is not None:
        values["alphas"] = listed(alphas, "--alphas", float)
    if temperatures is not None:
        values["temperatures"] = listed(temperatures, "--temperatures", float)
    if students is not None:
        chosen = listed(students, "--students", lambda text: student_of(text, run))
        values["students"] = tuple(one.model_dump() for one in chosen)
    found = _swept(parse_sweep(values), content_of(csv) if csv else None)
    from core.lab.sweep.report import to_json

    if not write_json(to_json(found), json_path):
        click.echo(table_of(found))


def student_of(text: str, run: RunSpec) -> ModelSpec:
    """Return the student that a text such as "mlp:16x2" names.

    Raises
    ------
    ValueError
        When there is no such student.
    """
    kind, _, size = text.partition(WIDTH_MARK)
    if kind not in STUDENTS:
        raise ValueError(f"no student is called {kind!r:.40}")
    usual = ARCHITECTURES[kind].as_student
    assert usual is not None
    own = usual.model_dump() | {"window": run.student.window}
    if size:
        width, _, depth = size.partition(DEPTH_MARK)
        own |= {"width": int(width), "depth": int(depth or 1)}
    return ModelSpec.model_validate(own)


def table_of(found: Sweep) -> str:
    """Return a finished sweep as a table and its sentences."""
    from core.lab.sweep.told import choice_sentence, claims_sentence

    rows = [("STUDENT", "ALPHA", "T", "AUC", "MINUS ALONE", "95 % INTERVAL", "SIZE, BYTES")]
    for place, cell in enumerate(found.cells):
        student, gap = found.students[cell.student], cell.difference
        numbers = (
            f"{cell.scores.auc.mean:.3f}",
            f"{gap.mean:+z.4f}",
            f"{gap.low:z.4f} to {gap.high:z.4f}",
        )
        mark = " *" if place == found.best else ""
        rows.append(
            (
                student.name,
                f"{cell.alpha:g}",
                f"{cell.temperature:g}{mark}",
                *(numbers if cell.is_judged else ("–", "–", "–")),
                f"{student.cost.size_bytes:,}",
            )
        )
    told = (found.verdict.sentence, choice_sentence(found), claims_sentence(found), *found.notes)
    return "\n\n".join((aligned(rows), "\n".join(told)))


def _swept(spec: SweepSpec, csv: bytes | None) -> Sweep:
    """Follow a sweep to its end; torch and pandas are not imported before."""
    from core.lab.sweep.outcome import CellsTold, Sweep
    from core.lab.sweep.run import run_sweep

    for event in run_sweep(spec, csv=csv):
        if isinstance(event, Sweep):
            return event
        if not isinstance(event, CellsTold):
            show(event)
    raise RuntimeError("a sweep must end with what it found")


def listed(text: str, flag: str, read: Callable[[str], T]) -> tuple[T, ...]:
    """Return what a list separated by commas holds.

    Raises
    ------
    SpecError
        When a part of it cannot be read.
    """
    try:
        return tuple(read(part.strip()) for part in text.split(",") if part.strip())
    except ValueError as error:
        raise SpecError(
            f"What follows {flag} must be a list separated by commas",
            f"{text!r:.80} holds something else ({error!s:.120})",
            "Write it as the help of this flag shows.",
        ) from error
