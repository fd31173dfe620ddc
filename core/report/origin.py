"""Where a run came from: its settings, its rows, and the packages that wrote the report."""

from __future__ import annotations

from importlib.metadata import version

from core.charts.section import Cell, Figures, Section
from core.charts.small_print import data_rows, seconds_rows
from core.lab.card import PACKAGES
from core.lab.result import Result
from core.lab.summary import tuning_sentence
from core.lab.told_settings import told_settings

REPORT_PACKAGES = (*PACKAGES, "scipy", "plotly")
NO_HEADER = ()


def origin_sections(result: Result) -> tuple[Section, ...]:
    """Tell the settings, the rows and the versions of packages."""
    return _settings(result), _data(result), _versions(result)


def _settings(result: Result) -> Section:
    groups: dict[str, list[tuple[Cell, ...]]] = {}
    for told in told_settings(result.spec):
        groups.setdefault(told.group, []).append((told.label, told.value))
    tables = (Figures(group, NO_HEADER, tuple(rows)) for group, rows in groups.items())
    return Section(
        "Settings",
        "With which choices was this run made, and how long did it take?",
        (tuning_sentence(result.tuned),),
        (*tables, Figures("Time", NO_HEADER, tuple(seconds_rows(result)))),
    )


def _data(result: Result) -> Section:
    data = result.data
    told = (
        ("Attribution", data.attribution),
        ("Licence", data.licence),
        ("Hash of the rows", data.content_hash),
    )
    return Section(
        "Data",
        "Which rows did the models learn from, and which were they judged on?",
        tuple(f"{name}: {text}" for name, text in told if text),
        (Figures("Rows", NO_HEADER, tuple(data_rows(result))),),
    )


def _versions(result: Result) -> Section:
    return Section(
        "Made with",
        "What repeats these numbers?",
        (
            f"Settings {result.spec.fingerprint}, first seed {result.spec.train.seed}. The same "
            "settings, rows, versions and seed give the same scores; times differ.",
        ),
        (
            Figures(
                "Packages that wrote this report",
                NO_HEADER,
                tuple((name, version(name)) for name in REPORT_PACKAGES),
            ),
        ),
    )
