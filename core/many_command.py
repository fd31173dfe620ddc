"""The command that does one run with many rows; the twin of Many at once on What-if."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.lab.flags import spec_of
from core.lab.plain_text import aligned, printable
from core.options import spec_options
from core.spec.many import ManySpec
from core.spec.run import parse_as
from core.sweep_command import listed
from core.terminal import content_of, json_option, show, write_json

if TYPE_CHECKING:
    from core.data.files import UploadedFile
    from core.lab.many.outcome import ManyFound, RowTold


@click.command()
@click.option(
    "--csv",
    "paths",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    help="A CSV file of your own to go through; may be given many times.",
)
@spec_options
@click.option("--samples", help="Bundled data sets to go through, separated by commas.")
@json_option
def many(paths: tuple[Path, ...], samples: str | None, json_path: str | None, **flags: Any) -> None:
    """Do one run with several samples, tickers (--tickers) or files, one after another."""
    run = spec_of(flags, has_csv=bool(paths))
    values: dict[str, Any] = {"run": run.model_dump(), "over": "samples"}
    if paths:
        values["over"] = "files"
    elif run.data.source == "yahoo":
        values |= {"over": "tickers", "tickers": run.data.tickers}
    if samples is not None:
        values["samples"] = listed(samples, "--samples", str)
    found = _done(parse_as(ManySpec, values), _files(paths))
    from core.lab.many.report import to_json

    if not write_json(to_json(found), json_path):
        click.echo(table_of(found))


def table_of(found: ManyFound) -> str:
    """Return many finished runs as a table and their sentence."""
    rows: list[tuple[str, ...]] = [
        ("ITEM", "AUC", "AUC ALONE", "AUC TEACHER", "MINUS ALONE", "95 % INTERVAL")
    ]
    rows += [_line(row) for row in found.rows]
    failed = [f"{row.name}: {row.sentence}" for row in found.rows if row.scored is None]
    return "\n\n".join((aligned(rows), "\n".join(map(printable, (found.sentence, *failed)))))


def _line(row: RowTold) -> tuple[str, ...]:
    if row.scored is None:
        return (printable(row.name), *["-"] * 5)
    scored, gap = row.scored, row.scored.verdict.difference
    return (
        printable(row.name),
        f"{scored.distilled.mean:.3f}",
        f"{scored.alone.mean:.3f}",
        f"{scored.teacher.mean:.3f}",
        f"{gap.mean:+z.4f}",
        f"{gap.low:z.4f} to {gap.high:z.4f}",
    )


def _files(paths: tuple[Path, ...]) -> tuple[UploadedFile, ...] | None:
    from core.data.files import UploadedFile

    return tuple(UploadedFile(path.name, content_of(path)) for path in paths) or None


def _done(spec: ManySpec, csv: tuple[UploadedFile, ...] | None) -> ManyFound:
    """Follow many runs to their end; torch and pandas are not imported before."""
    from core.lab.many.outcome import ManyFound, RowTold
    from core.lab.many.run import run_many

    for event in run_many(spec, csv=csv):
        if isinstance(event, ManyFound):
            return event
        if not isinstance(event, RowTold):
            show(event)
    raise RuntimeError("many runs must end with what they found")
