"""Commands for a bundle: answer a file, look for drift, serve. Nothing heavy is imported before."""

from __future__ import annotations

from pathlib import Path

import click

READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
PORT = 8765

bundle_argument = click.argument("bundle", metavar="BUNDLE.zip", type=READABLE)
rows_argument = click.argument("rows", metavar="INPUT.csv", type=READABLE)


@click.command()
@bundle_argument
@rows_argument
@click.option(
    "--output",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the answers to a file instead of stdout.",
)
@click.option(
    "--abstain-below",
    type=click.FloatRange(0, 1),
    help="Give no class to a row whose largest probability is smaller.",
)
def predict(bundle: Path, rows: Path, output: Path | None, abstain_below: float | None) -> None:
    """Answer the rows of a CSV file with the model of a bundle."""
    from core.deploy.answering import answer_file

    answered = answer_file(bundle, rows.read_bytes(), abstain_below)
    if output is None:
        click.echo(answered.csv, nl=False)
    else:
        output.write_text(answered.csv, encoding="utf-8", newline="")
    click.echo(answered.sentence, err=True)


@click.command()
@bundle_argument
@rows_argument
def drift(bundle: Path, rows: Path) -> None:
    """Compare recent rows with those that the model of a bundle learned from."""
    from core.deploy.drift import drift as compare_with_training

    click.echo(compare_with_training(bundle, rows.read_bytes()).to_text())


@click.command()
@bundle_argument
@click.option("--port", type=click.IntRange(0, 65535), default=PORT, show_default=True)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; only here by default."
)
@click.option(
    "--model-sha256",
    metavar="DIGEST",
    help="Digest of model.onnx, as on the card of a bundle of your own: it is served also where "
    "the package onnx is not installed, with which the graphs of others are looked at.",
)
def serve(bundle: Path, port: int, host: str, model_sha256: str | None) -> None:
    """Answer requests over HTTP with the model of a bundle, until stopped."""
    from core.deploy.service import serve as listen

    listen(bundle, port, host, model_sha256)
