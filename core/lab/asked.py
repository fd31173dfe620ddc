"""What a study asked, in one line: of which rows, who teaches whom, and what was varied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from core.data.samples import SAMPLES, data_title
from core.distill.methods import METHODS
from core.lab.study import StudySpec
from core.models.names import model_name
from core.spec import MARKET_TASKS, DataSpec, DistillSpec, RunSpec
from core.spec.many import ManySpec
from core.spec.search import SearchSpec
from core.spec.sweep import SweepSpec
from core.tasks.questions import QUESTIONS, sessions_text

MOST_NAMED = 4
MOST_VALUES = 8


def asked_line(spec: StudySpec) -> str:
    """Say what a study asked, its parts apart by dots.

    Parameters
    ----------
    spec : SweepSpec, SearchSpec or ManySpec
        Of uploaded rows it names no file, for others may read the line.
    """
    run = spec.run
    match spec:
        case SweepSpec():
            varied = _swept(spec)
        case SearchSpec():
            varied = _searched(spec)
        case _:
            varied = _repeated(spec)
    seeds = f"{run.train.seeds} {'seed' if run.train.seeds == 1 else 'seeds'}"
    return " · ".join((*_question(run), *varied, seeds))


def _question(run: RunSpec) -> Iterator[str]:
    yield QUESTIONS[run.task.name].title
    if run.task.name in MARKET_TASKS:
        yield f"over {sessions_text(run.task.horizon_days)}"
    if run.task.labels < 1:
        yield f"{100 * run.task.labels:g} % of the labels"


def _swept(spec: SweepSpec) -> Iterator[str]:
    yield _rows(spec.run.data)
    yield from _taught(spec.run, [model_name(one) for one in spec.students])
    yield f"alpha {_values(spec.alphas)}"
    yield f"T {_values(spec.temperatures)}"


def _searched(spec: SearchSpec) -> Iterator[str]:
    yield _rows(spec.run.data)
    yield from _taught(spec.run, [model_name(one) for one in spec.students])
    yield f"{spec.trials} trials"
    yield f"alpha {_span(spec.alpha)}"
    yield f"T {_span(spec.temperature)}"
    yield f"learning rate {_span(spec.learning_rate)}"


def _repeated(spec: ManySpec) -> Iterator[str]:
    match spec.over:
        case "samples":
            yield _named([SAMPLES[name].title for name in spec.samples], "; ")
        case "tickers":
            yield f"Yahoo Finance: {_named(spec.tickers)}"
        case "files":
            yield spec.title
    yield from _taught(spec.run, [model_name(spec.run.student)])
    yield f"alpha {spec.run.distill.alpha:g}"
    yield f"T {spec.run.distill.temperature:g}"


def _rows(data: DataSpec) -> str:
    title = data_title(data)
    return f"{title}: {_named(data.tickers)}" if data.source == "yahoo" else title


def _taught(run: RunSpec, students: Sequence[str]) -> Iterator[str]:
    """Say who teaches whom; where no teacher speaks, what does in its place."""
    method = run.distill.method
    if method == "smoothing":
        yield METHODS[method].title
        yield _named(students)
        return
    teacher = model_name(run.teacher)
    if len(students) == 1:
        yield f"{students[0]} taught by {teacher}"
    else:
        yield f"{len(students)} students taught by {teacher}"
        yield _named(students)
    if method != DistillSpec().method:
        yield METHODS[method].title


def _named(names: Sequence[str], mark: str = ", ") -> str:
    """Join names; of many only the first, and how many more there are."""
    if len(names) <= MOST_NAMED:
        return mark.join(names)
    return f"{mark.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED} more"


def _values(values: Sequence[float]) -> str:
    if len(values) <= MOST_VALUES:
        return ", ".join(f"{value:g}" for value in values)
    return f"{_span((values[0], values[-1]))} in {len(values)} steps"


def _span(ends: tuple[float, float]) -> str:
    low, high = ends
    return f"{low:g}" if low == high else f"{low:g} to {high:g}"
