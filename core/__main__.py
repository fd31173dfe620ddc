"""The command line: the same core as the app, without a screen.

    python -m core samples
    python -m core distill --sample german_credit --json -
    python -m core runs

Progress goes to stderr and results to stdout. Exit status 0; 2 with one plain sentence
where the input is at fault; 130 when interrupted.
"""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.commands import drift, predict, serve
from core.data.samples import SAMPLES
from core.errors import LabError, NoTargetError
from core.lab.flags import spec_of
from core.lab.plain_text import aligned, printable
from core.many_command import many
from core.options import spec_options
from core.search_command import search
from core.spec import RunSpec
from core.sweep_command import sweep
from core.terminal import content_of, csv_option, json_option, page_place, place, show, write_json

if TYPE_CHECKING:
    from core.lab.result import Result

INTERRUPTED = 130
TARGET_HINT = "Name it after --target."


class PlainGroup(click.Group):
    """Commands that fail with one plain sentence instead of a usage text or a traceback."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command that the arguments name, and exit with its status."""
        try:
            super().main(*args, **{**options, "standalone_mode": False})
        except click.Abort:
            sys.exit(INTERRUPTED)
        except click.ClickException as error:
            _fail(error.format_message())
        except LabError as error:
            _fail(str(error))
        sys.exit(0)


def _fail(sentence: str) -> None:
    """Say one line on stderr, without what could steer a terminal, and exit with 2."""
    click.echo(printable(sentence), err=True)
    sys.exit(2)


@click.group(cls=PlainGroup, no_args_is_help=False)
def cli() -> None:
    """Distill a large model into a small one, and see whether the teacher helped."""


@cli.command()
def samples() -> None:
    """List the data sets that ship with Distill Lab."""
    rows = [("NAME", "TASK", "LICENCE", "WHAT IT IS")]
    rows += [(s.name, s.task, s.licence, f"{s.title}. {s.sentence}") for s in SAMPLES.values()]
    click.echo(aligned(rows))


@cli.command()
@csv_option
@spec_options
@json_option
@click.option("--bundle", "bundle_path", callback=place, help="Write the student, ready to deploy.")
@click.option(
    "--report", "report_path", callback=page_place, help="Write the run as one HTML file to read."
)
def distill(
    csv: Path | None,
    json_path: str | None,
    bundle_path: str | None,
    report_path: str | None,
    **flags: Any,
) -> None:
    """Train a teacher and its students once, and compare them."""
    spec = spec_of(flags, has_csv=csv is not None)
    try:
        result = _run(spec, content_of(csv) if csv else None)
    except NoTargetError as error:
        raise NoTargetError(error.must, error.found, f"{error.remedy} {TARGET_HINT}") from error
    if report_path:
        _write_report(result, report_path)
    _write(result, json_path, bundle_path)


@cli.group(invoke_without_command=True)
@click.pass_context
def runs(context: click.Context) -> None:
    """List, show, delete or restore the runs of the app."""
    if context.invoked_subcommand is None:
        context.invoke(list_runs, is_deleted=False)


@runs.command("list")
@click.option("--deleted", "is_deleted", is_flag=True, help="Those that can be restored.")
def list_runs(is_deleted: bool) -> None:
    """List the runs, newest first."""
    from core.lab.desk.terminal import deleted_text, list_text

    click.echo(deleted_text() if is_deleted else list_text())


@runs.command("show")
@click.argument("run_id", metavar="ID")
def show_run(run_id: str) -> None:
    """Print what a run found, or how far it came; the beginning of an id is enough."""
    from core.lab.desk.terminal import show_text

    click.echo(show_text(run_id))


@runs.command("delete")
@click.argument("run_id", metavar="ID")
def delete_run(run_id: str) -> None:
    """Delete a run that has ended; the beginning of an id is enough."""
    from core.lab.desk.terminal import delete_text

    click.echo(delete_text(run_id))


@runs.command("restore")
@click.argument("run_id", metavar="ID")
def restore_run(run_id: str) -> None:
    """Take a deleted run back, within a week; the beginning of an id is enough."""
    from core.lab.desk.terminal import restore_text

    click.echo(restore_text(run_id))


for command in (predict, drift, serve, sweep, search, many):
    cli.add_command(command)


def _run(spec: RunSpec, csv: bytes | None) -> Result:
    """Follow one run to its end; torch and pandas are not imported before."""
    from core.lab import experiment
    from core.lab.result import Result

    for event in experiment.run(spec, csv=csv):
        if isinstance(event, Result):
            return event
        show(event)
    raise RuntimeError("a run must end with its result")


def _write_report(result: Result, path: str) -> None:
    from core.report.page import write_report

    report = write_report(result, result.data.name, dt.date.today())
    Path(path).write_text(report, encoding="utf-8")


def _write(result: Result, json_path: str | None, bundle_path: str | None) -> None:
    """Write the files asked for, and put the table or the JSON on stdout."""
    from core.lab.report import to_json
    from core.lab.summary import to_text

    if bundle_path:
        from core.lab.bundle import bundle_of

        Path(bundle_path).write_bytes(bundle_of(result))
    if not write_json(to_json(result), json_path):
        click.echo(to_text(result))


if __name__ == "__main__":
    try:
        cli(prog_name="python -m core")
    except SystemExit as ended:
        # Python would answer an interrupt that fell into an import with a signal, not with 130.
        if ended.code == INTERRUPTED:
            os._exit(INTERRUPTED)
        raise
