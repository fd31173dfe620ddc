"""What commands share: files to read and to write, and progress on stderr."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from core.data.decode import check_size
from core.data.dialect import check_header
from core.data.limits import MAX_FILE_BYTES
from core.lab.plain_text import printable

CLEAR_LINE = "\r\x1b[K"


def place(_: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Refuse a file to write whose folder is not there, before an hour of training."""
    if value is None or value == "-":
        return value
    folder = Path(value).resolve().parent
    if Path(value).is_dir() or not folder.is_dir() or not os.access(folder, os.W_OK):
        raise click.BadParameter(f"{value} cannot be written.", param=option)
    return value


def page_place(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
    """Refuse a name under which no browser would show a page."""
    if value is not None and not value.lower().endswith(".html"):
        raise click.BadParameter(f"{value} must end in .html.", param=option)
    return place(context, option, value)


csv_option = click.option(
    "--csv",
    type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path),
    help="A CSV file of your own to learn from.",
)
json_option = click.option(
    "--json", "json_path", callback=place, help="Write the result as JSON; - is stdout."
)


def content_of(path: Path) -> bytes:
    """Read a file, unless it is too large; a pipe, whose size is unknown, up to the limit.

    What its beginning gives away is refused here, before torch and pandas are imported.
    """
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    check_size(len(content))
    check_header(content)
    return content


def show(event: object) -> None:
    """Say each stage on a line; epochs share one line, and only a terminal sees them.

    Reading the rows is announced on a terminal only, so that elsewhere the sentence that
    refuses an input stands alone on stderr.
    """
    from core.distill.reports import EpochReport
    from core.lab.events import StageStarted, Warned

    is_terminal = sys.stderr.isatty()
    clear = CLEAR_LINE if is_terminal else ""
    if isinstance(event, Warned):
        click.echo(f"{clear}Note: {printable(event.sentence)}", err=True)
    elif isinstance(event, StageStarted):
        if is_terminal or not (event.stage == "data" or event.is_epoch):
            click.echo(f"{clear}{event.sentence}", err=True, nl=not event.is_epoch)
    elif isinstance(event, EpochReport) and is_terminal:
        told = f"{event.phase}, epoch {event.epoch} of {event.epochs}"
        click.echo(f"{clear}  {told}", err=True, nl=False)


def write_json(text: str, json_path: str | None) -> bool:
    """Write JSON to a file or to stdout; return whether stdout has it."""
    if json_path and json_path != "-":
        Path(json_path).write_text(f"{text}\n", encoding="utf-8")
    if json_path == "-":
        click.echo(text)
    return json_path == "-"
