"""Speed, memory and training time, as a section."""

from __future__ import annotations

from collections.abc import Iterator

from core.charts.numbers import count_text, size_text, time_text
from core.charts.section import Cell, Figures, Section
from core.charts.template import ROLES
from core.evaluate.speed.latency import Latency
from core.lab.closer.pace import Pace

QUESTION = "What does each model cost to run, and what did it cost to train?"
HOW = (
    "All files in ONNX Runtime, one thread, warm, called in turns in random order; medians, with "
    "the 95th percentile below."
)
OPEN = (
    "Memory is what a fresh process grows by when it loads the file and answers a batch; most of "
    "it is the runtime's own, so the two numbers say little about small files."
)


def pacing_section(found: Pace) -> Section:
    """Tell times, sizes and training seconds, and memory where it was measured."""
    tables = [_running(found), _training(found)]
    if found.memory:
        tables.append(_memory(found))
    return Section("Speed and memory", QUESTION, (HOW, *_busy(found)), tuple(tables))


def _busy(found: Pace) -> Iterator[str]:
    if any(column.latency.busy for column in found.columns):
        yield "The machine was busy, so wall times are rough; processor time is the better one."
    if found.memory:
        yield OPEN


def _running(found: Pace) -> Figures:
    batch = count_text(found.columns[-1].latency.batch_rows)
    header = ("", *(ROLES[column.role].title for column in found.columns))
    latencies = [column.latency for column in found.columns]
    rows: tuple[tuple[Cell, ...], ...] = (
        ("One row", *((time_text(x.one_row.median), _p95(x.one_row.p95)) for x in latencies)),
        ("One row, processor", *(_cpu(x.one_row_cpu_ms) for x in latencies)),
        (f"{batch} rows", *((time_text(x.batch.median), _p95(x.batch.p95)) for x in latencies)),
        (f"{batch} rows, processor", *(_cpu(x.batch_cpu_ms) for x in latencies)),
        ("Rows a second, in batches", *(_throughput(x) for x in latencies)),
        ("File size", *(size_text(column.cost.size_bytes) for column in found.columns)),
        ("FLOPs a row", *(count_text(column.cost.flops) for column in found.columns)),
    )
    return Figures("Running", header, rows)


def _training(found: Pace) -> Figures:
    seconds = found.seconds
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Teacher", time_text(1000 * seconds.teacher)),
        ("Students, alone and distilled, all repeats", time_text(1000 * seconds.students)),
    )
    return Figures("Training", ("", "Time"), rows)


def _memory(found: Pace) -> Figures:
    rows = tuple(
        (ROLES[role].title, size_text(memory.added_bytes), size_text(memory.runtime_bytes))
        for role, memory in found.memory.items()
    )
    return Figures("Memory", ("", "Added by the model", "Process before"), rows)


def _cpu(median_ms: float | None) -> str:
    return "–" if median_ms is None else time_text(median_ms)


def _p95(time_ms: float) -> str:
    return f"p95 {time_text(time_ms)}"


def _throughput(latency: Latency) -> str:
    return count_text(round(1000 * latency.batch_rows / latency.batch_ms))
