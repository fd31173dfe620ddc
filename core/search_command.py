"""The command that searches for the best settings; the twin of Search on What-if."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from core.lab.flags import spec_of
from core.lab.plain_text import aligned
from core.options import spec_options
from core.spec.run import parse_as
from core.spec.search import Aim, SearchSpec
from core.sweep_command import listed, student_of
from core.terminal import content_of, csv_option, json_option, show, write_json

if TYPE_CHECKING:
    from core.lab.search.outcome import SearchFound

SPANS = {"alphas": "alpha", "temperatures": "temperature", "learning_rates": "learning_rate"}
FIELDS = SearchSpec.model_fields


@click.command()
@csv_option
@spec_options
@click.option(
    "--trials",
    type=click.IntRange(2, 200),
    default=FIELDS["trials"].default,
    show_default=True,
    help=FIELDS["trials"].description,
)
@click.option(
    "--aim",
    type=click.Choice(get_args(Aim)),
    default=FIELDS["aim"].default,
    show_default=True,
    help=FIELDS["aim"].description,
)
@click.option("--alphas", help="Smallest and largest alpha, such as 0,1.")
@click.option("--temperatures", help="Lowest and highest temperature, such as 1,8.")
@click.option("--learning-rates", help="Smallest and largest learning rate, such as 0.001,0.05.")
@click.option(
    "--students",
    help="Students to choose from, such as linear,mlp:8,mlp:16x2.  [default: the student]",
)
@json_option
def search(
    csv: Path | None,
    trials: int,
    aim: str,
    students: str | None,
    json_path: str | None,
    alphas: str | None,
    temperatures: str | None,
    learning_rates: str | None,
    **flags: Any,
) -> None:
    """Look for the best alpha, temperature, learning rate and student on validation rows."""
    run = spec_of(flags, has_csv=csv is not None)
    values: dict[str, Any] = {"run": run.model_dump(), "trials": trials, "aim": aim}
    spans = {"alphas": alphas, "temperatures": temperatures, "learning_rates": learning_rates}
    for flag, text in spans.items():
        if text is not None:
            values[SPANS[flag]] = listed(text, f"--{flag.replace('_', '-')}", float)
    if students is not None:
        chosen = listed(students, "--students", lambda text: student_of(text, run))
        values["students"] = tuple(one.model_dump() for one in chosen)
    found = _searched(parse_as(SearchSpec, values), content_of(csv) if csv else None)
    from core.lab.search.report import to_json

    if not write_json(to_json(found), json_path):
        click.echo(table_of(found))


def table_of(found: SearchFound) -> str:
    """Return a finished search as a table and its sentences."""
    from core.lab.search.report import trial_dict
    from core.lab.search.told import choice_sentence, history_sentence

    rows = [("TRIAL", "STUDENT", "ALPHA", "T", "RATE", "AUC", "AUC ALONE", "STATE")]
    for trial in found.trials:
        one = trial_dict(found, trial)
        mark = " *" if trial.number == found.best else ""
        rows.append(
            (
                f"{one['number']}{mark}",
                one["student"],
                f"{one['alpha']:.2f}",
                f"{one['temperature']:.1f}",
                f"{one['learning_rate']:.2g}",
                _score(trial.auc),
                _score(trial.alone_auc),
                trial.state,
            )
        )
    told = (found.verdict.sentence, choice_sentence(found), history_sentence(found), *found.notes)
    return "\n\n".join((aligned(rows), "\n".join(told)))


def _score(auc: float | None) -> str:
    return "-" if auc is None else f"{auc:.4f}"


def _searched(spec: SearchSpec, csv: bytes | None) -> SearchFound:
    """Follow a search to its end; torch and pandas are not imported before."""
    from core.lab.search.outcome import SearchFound, TrialTold
    from core.lab.search.run import run_search

    for event in run_search(spec, csv=csv):
        if isinstance(event, SearchFound):
            return event
        if not isinstance(event, TrialTold):
            show(event)
    raise RuntimeError("a search must end with what it found")
