"""The words and small tables around a finished run, the same for the screen and the report."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.comparison import METRIC_TITLES, interval_of
from core.charts.names import OWN_CLASSES, as_written
from core.charts.numbers import MISSING, count_text, range_text, score_text, size_text, time_text
from core.charts.section import Cell, Figures
from core.charts.template import ROLES
from core.evaluate.scores import MetricName
from core.lab.result import ModelResult, PartSummary, Result

BASELINE_METRICS: tuple[MetricName, ...] = ("auc", "accuracy", "log_loss")

Row = tuple[Cell, ...]


def reading_help(result: Result) -> str:
    """Say what the numbers of the four columns are."""
    busy = " The machine was busy, so times are rough." if result.distilled.latency.busy else ""
    return (
        f"Scores on {count_text(result.data.test.rows)} test rows with 95 % intervals; F1 is "
        "macro. Log loss, Brier score and calibration error are better when lower. Times are "
        f"medians of one thread, p95 below.{busy} The verdict compares both students seed by "
        "seed on the same rows, so it can tell apart what the intervals of two cards cannot."
    )


def shown_sentence(result: Result) -> str:
    """Say which of several students a closer look is about; empty where there is only one."""
    if result.verdict.seeds < 2:
        return ""
    return (
        f"The cards above are means over {result.verdict.seeds} seeds. This look is about one "
        "student of each kind, the one that did best on validation rows and is handed over on "
        "Deploy, so its numbers differ a little from the cards."
    )


def agreement_sentence(result: Result) -> str:
    """Say how often student and teacher give the same answer."""
    return f"Distilled student and teacher agree on {result.agreement:.1%} of the test rows."


def columns_table(result: Result) -> Figures:
    """Set the four columns side by side: every score with its interval, and every cost."""
    columns = result.columns
    lines = [tuple(_lines(column)) for column in columns]
    rows = [("Model", *(column.name for column in columns))]
    rows += [(one[0][0], *(cell for _, cell in one)) for one in zip(*lines, strict=True)]
    titles = (ROLES[column.role].title for column in columns)
    return Figures("Scores and costs", ("", *titles), tuple(rows))


def baselines_table(result: Result) -> Figures:
    """Set the baselines that are not one of the four columns below each other."""
    return Figures(
        "Other baselines",
        ("", *(METRIC_TITLES[metric] for metric in BASELINE_METRICS)),
        tuple(
            (model.name, *(_score(model, metric) for metric in BASELINE_METRICS))
            for model in result.other_baselines
        ),
    )


def data_rows(result: Result) -> Iterator[Row]:
    """Yield what the rows are and how they were split."""
    data = result.data
    yield "Data", data.name
    names = ", ".join(data.classes)
    yield "Classes", names if OWN_CLASSES.issuperset(data.classes) else as_written(names)
    yield "Features", count_text(data.features)
    for name, part in (
        ("Training rows", data.train),
        ("Validation rows", data.validation),
        ("Test rows", data.test),
    ):
        yield name, _part(part)
    if data.gap_days:
        yield "Gap before each later part", f"{data.gap_days} sessions"


def seconds_rows(result: Result) -> Iterator[Row]:
    """Yield the wall time of each part of the run."""
    seconds = result.seconds
    for name, value in (
        ("Reading", seconds.data),
        ("Teacher", seconds.teacher),
        ("Students", seconds.students),
        ("Judging", seconds.evaluate),
    ):
        yield name, time_text(1000 * value)
    if seconds.walk:
        yield "Walking forward", time_text(1000 * seconds.walk)


def _lines(model: ModelResult) -> Iterator[tuple[str, Cell]]:
    for metric, title in METRIC_TITLES.items():
        yield title, _score(model, metric)
    cost, latency = model.cost, model.latency
    yield "Parameters", count_text(cost.parameters)
    yield "File size", size_text(cost.size_bytes)
    yield "FLOPs a row", count_text(cost.flops)
    for label, times in (
        ("One row", latency.one_row),
        (f"{count_text(latency.batch_rows)} rows", latency.batch),
    ):
        yield label, (time_text(times.median), f"p95 {time_text(times.p95)}")


def _score(model: ModelResult, metric: MetricName) -> Cell:
    score = interval_of(model, metric)
    return score_text(score.mean), range_text(score) or MISSING


def _part(part: PartSummary) -> Cell:
    if part.start is None:
        return count_text(part.rows)
    return count_text(part.rows), f"{part.start} to {part.end}"
