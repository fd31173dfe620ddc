"""The report of a finished run: one HTML file that opens offline and asks nobody for anything."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from pathlib import Path

from core.charts.embedded import plotly_script
from core.charts.section import Section
from core.charts.template import ROLES
from core.lab.plain_text import printable
from core.lab.result import Result
from core.report.looks import closer_looks
from core.report.markup import anchor_of, escaped, section_html, told_html
from core.report.origin import origin_sections
from core.report.summary import stopped_sentence, summary_sections

FOLDER = Path(__file__).parent
OUTCOME_ROLES = {"better": "distilled", "worse": "alone", "no_clear_difference": "baseline"}
VERDICT = Section("Verdict", "")
NO_SCRIPT = (
    "Pictures are drawn by a script inside this file, which is switched off here; the words under "
    "each picture tell the same."
)


def write_report(result: Result, title: str, day: dt.date, tries_sentence: str = "") -> str:
    """Write a finished run as one HTML file.

    Parameters
    ----------
    result : Result
    title : str
        What the run is called; text of the user.
    day : date
        The day that the report says it was written on.
    tries_sentence : str
        How often the same was asked of the same rows; empty where that is not known.

    Returns
    -------
    str
        HTML with style, script and pictures inside, to be kept as UTF-8. The same run, title,
        day and sentence give the same text.
    """
    sections = (
        *summary_sections(result, tries_sentence),
        *closer_looks(result),
        *origin_sections(result),
    )
    name = printable(title) or result.data.name
    scripts = (plotly_script(), _read("draw.js"))
    body = "".join(
        (
            _heading(result, name, day),
            _contents((VERDICT, *sections)),
            "<main>",
            f"<noscript><p class='told'>{NO_SCRIPT}</p></noscript>",
            _verdict(result),
            *map(section_html, sections),
            "</main>",
            *(f"<script>{script}</script>" for script in scripts),
        )
    )
    return (
        f"<!DOCTYPE html>\n<html lang='en'><head>{_head(name, scripts)}</head>"
        f"<body>{body}</body></html>\n"
    )


def _head(name: str, scripts: Sequence[str]) -> str:
    return (
        "<meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        "<meta name='color-scheme' content='light dark'>"
        "<meta name='referrer' content='no-referrer'>"
        f"<title>{escaped(name)}: report</title>"
        f"<style>{_role_colours()}{_read('look.css')}</style>"
    )


def _policy(scripts: Sequence[str]) -> str:
    """Allow the scripts of this file, by their hash, and nothing from anywhere else."""
    allowed = " ".join(f"'sha256-{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


def _role_colours() -> str:
    return "".join(
        f".{role} {{ --role: {style.colour}; --dash: {_border(style.dash)}; }}\n"
        for role, style in ROLES.items()
    )


def _border(dash: str) -> str:
    return {"dash": "dashed", "dot": "dotted"}.get(dash, "solid")


def _contents(sections: Sequence[Section]) -> str:
    links = "".join(
        f"<li><a href='#{anchor_of(one)}'>{escaped(one.title)}</a></li>" for one in sections
    )
    return f"<nav aria-label='Contents'><h2>Contents</h2><ol>{links}</ol></nav>"


def _heading(result: Result, name: str, day: dt.date) -> str:
    about = f"{result.data.name}. {result.teacher.name} teaches {result.distilled.name}."
    return (
        f"<header><h1>{escaped(name)}</h1><p class='question'>{escaped(about)} Report of a "
        f"finished run, written by Distill Lab on <time datetime='{day.isoformat()}'>"
        f"{day.isoformat()}</time>.</p></header>"
    )


def _verdict(result: Result) -> str:
    verdict, stopped = result.verdict, stopped_sentence(result)
    return (
        f"<section id='{anchor_of(VERDICT)}'><h2>{VERDICT.title}</h2>"
        f"<p class='verdict {OUTCOME_ROLES[verdict.outcome]}'>{escaped(verdict.sentence)}</p>"
        f"{told_html([stopped] if stopped else [])}</section>"
    )


def _read(file: str) -> str:
    return (FOLDER / file).read_text("utf-8")
