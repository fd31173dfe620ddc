"""All numbers of a finished run as one CSV, a line for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict

from core.charts.comparison import METRIC_TITLES, interval_of
from core.charts.curve_traces import curve_of
from core.charts.curves import PANELS
from core.charts.exchange import cost_shares
from core.charts.template import ROLES
from core.lab.closer.headline import close_enough
from core.lab.result import ModelResult, Result
from core.report.looks import closer_looks
from core.report.origin import origin_sections
from core.report.records import Record, of_interval, of_section, to_csv
from core.report.summary import MARGIN_POINTS

COSTS = (("Parameters", "parameters"), ("File size, bytes", "size_bytes"), ("FLOPs a row", "flops"))


def write_numbers(result: Result, title: str, day: dt.date) -> str:
    """Write every number of a finished run as CSV.

    Parameters
    ----------
    result : Result
    title : str
        What the run is called; text of the user.
    day : date
        The day that the file says it was written on.

    Returns
    -------
    str
        Columns section, table, row, column, value, low and high; the last two are the ends of
        the 95 % interval. Scores, costs, times, intervals and learning curves have all their
        digits; tables of the closer looks have the digits that are shown.
    """
    return to_csv(_records(result, title, day))


def _records(result: Result, title: str, day: dt.date) -> Iterator[Record]:
    yield Record("Run", "", "Title", "", title)
    yield Record("Run", "", "Day of this file", "", day.isoformat())
    yield from _verdict(result)
    for column in result.columns:
        yield from _model("The four columns", ROLES[column.role].title, column)
    yield from _exchange(result)
    for column in result.other_baselines:
        yield from _model("Other baselines", column.name, column)
    yield from _curves(result)
    yield from _walk(result)
    for section in (*closer_looks(result), *origin_sections(result)):
        yield from of_section(section)
    yield from _origin(result)


def _verdict(result: Result) -> Iterator[Record]:
    verdict = result.verdict
    yield Record("Verdict", "", "Sentence", "", verdict.sentence)
    yield Record("Verdict", "", "Outcome", "", verdict.outcome)
    yield Record("Verdict", "", "Seeds", "", verdict.seeds)
    for name, difference in (
        ("Distilled minus alone, AUC", verdict.difference),
        ("Teacher minus alone, AUC", result.headroom),
        ("Distilled minus teacher, AUC", result.against_teacher),
        ("Distilled minus teacher, accuracy", result.accuracy_against_teacher),
    ):
        if difference is not None:
            yield of_interval("Verdict", "Differences", name, "", difference)
    for found, by in zip(close_enough(result, MARGIN_POINTS), ("AUC", "accuracy"), strict=False):
        name = f"Within {MARGIN_POINTS:g} point of the teacher, {by}"
        yield Record("Verdict", "Close enough to the teacher", name, "", found.answer)


def _model(section: str, name: str, model: ModelResult) -> Iterator[Record]:
    for metric, title in METRIC_TITLES.items():
        yield of_interval(section, "Scores", title, name, interval_of(model, metric))
    for title, field in COSTS:
        yield Record(section, "Costs", title, name, getattr(model.cost, field))
    latency = model.latency
    for rows, times, cpu_ms in (
        ("One row", latency.one_row, latency.one_row_cpu_ms),
        (f"{latency.batch_rows} rows", latency.batch, latency.batch_cpu_ms),
    ):
        yield Record(section, "Times, ms", f"{rows}, median", name, times.median)
        yield Record(section, "Times, ms", f"{rows}, p95", name, times.p95)
        if cpu_ms is not None:
            yield Record(section, "Times, ms", f"{rows}, median processor time", name, cpu_ms)


def _exchange(result: Result) -> Iterator[Record]:
    section, ours, theirs = "Given up and won", result.distilled, result.teacher
    yield Record(section, "", "Same class on test rows, share", "", result.agreement)
    for metric, title in METRIC_TITLES.items():
        change = interval_of(ours, metric).mean - interval_of(theirs, metric).mean
        yield Record(section, "Distilled minus teacher", title, "", change)
    for title, share in cost_shares(result):
        yield Record(section, "Share of the teacher's cost", title, "", share)
    if result.speed_up is not None:
        for ratio in (result.speed_up.one_row, result.speed_up.batch):
            rows = f"{ratio.rows} {'row' if ratio.rows == 1 else 'rows'}"
            times, floor = ratio.times_as_fast, ratio.same_file
            yield of_interval(section, "Times as fast", rows, "Student against teacher", times)
            yield of_interval(section, "Times as fast", rows, "Student against itself", floor)


def _curves(result: Result) -> Iterator[Record]:
    """Yield the lines of the pictures: mean of all repeats, lowest and highest."""
    for panel in PANELS.values():
        own = tuple(report for report in result.curves if report.phase == panel.phase)
        for role in panel.roles:
            curve = curve_of(own, role, panel.value)
            points = zip(curve.epochs, curve.mean, curve.low, curve.high, strict=True)
            for epoch, *numbers in points:
                place = ("Learning curves", panel.title, f"Epoch {epoch}", ROLES[role].title)
                yield Record(*place, *numbers)


def _walk(result: Result) -> Iterator[Record]:
    """Yield what walking forward found, where it was asked for."""
    if result.walk is None:
        return
    place = ("Walk forward", f"{METRIC_TITLES[result.walk.metric]}, all digits")
    for block in result.walk.blocks:
        days = f"{block.start} to {block.end}"
        yield Record(*place, days, ROLES["alone"].title, block.reference)
        yield Record(*place, days, ROLES["distilled"].title, block.model)
        yield of_interval(*place, days, "Distilled minus alone", block.difference)
    yield of_interval(*place, "All, pooled", "Distilled minus alone", result.walk.pooled)


def _origin(result: Result) -> Iterator[Record]:
    """Yield what the report tells in sentences, and the seconds with all their digits."""
    data = result.data
    for name, text in (
        ("Attribution", data.attribution),
        ("Licence", data.licence),
        ("Hash of the rows", data.content_hash),
    ):
        yield Record("Data", "", name, "", text)
    yield Record("Made with", "", "Settings", "", result.spec.fingerprint)
    for part, seconds in asdict(result.seconds).items():
        yield Record("Settings", "Time, seconds", part.capitalize(), "", seconds)
