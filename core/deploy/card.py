"""The model card: what a model is for, what it learned from, how good it is, its limits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from core.deploy.markdown import plain, table
from core.distill.reports import Role
from core.evaluate.latency import Latency
from core.evaluate.scores import Interval, Scores
from core.evaluate.verdict import Verdict
from core.models.cost import Cost
from core.spec import MARKET_TASKS, RunSpec


@dataclass(frozen=True)
class CardPart:
    """Rows of one part of the split, with its days where there are dates."""

    name: str
    rows: int
    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True)
class CardColumn:
    """One column of the comparison."""

    role: Role
    name: str
    cost: Cost
    scores: Scores
    latency: Latency


@dataclass(frozen=True)
class CardFacts:
    """Everything a card tells, as a finished run found it."""

    spec: RunSpec
    data_name: str
    attribution: str
    licence: str
    content_hash: str
    parts: tuple[CardPart, ...]
    gap_days: int
    column_names: tuple[str, ...]
    class_names: tuple[str, ...]
    columns: tuple[CardColumn, ...]
    agreement: float
    verdict: Verdict
    student_seed: int
    packages: tuple[tuple[str, str], ...]


def write_card(facts: CardFacts) -> str:
    """Write the model card as Markdown.

    Parameters
    ----------
    facts : CardFacts
        What to tell. Names from a user's file are shown as they are, never as markup.

    Returns
    -------
    str
        Sections purpose, data, method, evaluation, limits and reproducibility.
    """
    sections = (
        ("Purpose", _purpose(facts)),
        ("Data", _data(facts)),
        ("Method", _method(facts)),
        ("Evaluation", _evaluation(facts)),
        ("Limits", _limits(facts)),
        ("Reproducibility", _reproducibility(facts)),
    )
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections)
    return f"# {_title(facts)}\n\n{body}\n"


def _title(facts: CardFacts) -> str:
    return f"{facts.spec.student.name.upper()} for {_question(facts)[0]}"


def _question(facts: CardFacts) -> tuple[str, str]:
    """Return the task in two words, and as a question."""
    days = facts.spec.task.horizon_days
    questions = {
        "direction": ("stock direction", f"Will the price be higher {days} sessions from now?"),
        "trend": ("market trend", f"Where does the price stand {days} sessions from now?"),
        "risk": (
            "volatility risk",
            f"Will volatility over the next {days} sessions exceed its own median of a year?",
        ),
        "credit": ("credit scoring", "Which class does a row belong to?"),
    }
    return questions[facts.spec.task.name]


def _purpose(facts: CardFacts) -> str:
    classes = ", ".join(plain(name) for name in facts.class_names)
    return (
        f"{_question(facts)[1]} The model answers with a probability for each class: {classes}.\n\n"
        "Run it with `pip install -r requirements.txt`, then `python predict.py INPUT.csv`. "
        f"{_input(facts)}"
    )


def _input(facts: CardFacts) -> str:
    if facts.spec.task.name in MARKET_TASKS:
        return (
            "The input holds daily prices with the columns Date, Open, High, Low, Close and "
            "Volume, and Ticker where there are several securities; it needs about a year of "
            "days before the first answer. Prices must be adjusted for splits and dividends, or "
            "a column Adj Close must be there."
        )
    return (
        f"The input holds the {len(facts.column_names)} columns listed under Data; `schema.json` "
        "lists them with their categories. An empty cell counts as missing."
    )


def _data(facts: CardFacts) -> str:
    lines = [f"Source: {plain(facts.data_name)}."]
    lines += [f"Attribution: {plain(facts.attribution)}"] if facts.attribution else []
    lines += [f"Licence: {plain(facts.licence)}"] if facts.licence else []
    parts = tuple(
        (part.name, f"{part.rows:,}", str(part.start or "no dates"), str(part.end or "no dates"))
        for part in facts.parts
    )
    lines.append(table(("Part", "Rows", "First day", "Last day"), parts))
    if facts.gap_days:
        lines.append(f"{facts.gap_days} sessions are left out before each cut, so nothing leaks.")
    columns = ", ".join(plain(name) for name in facts.column_names)
    return "\n\n".join([*lines, f"Columns: {columns}."])


def _method(facts: CardFacts) -> str:
    spec = facts.spec
    names = {column.role: plain(column.name) for column in facts.columns}
    return (
        f"Knowledge distillation (Hinton et al., 2015): the student ({names.get('distilled')}) "
        f"learned from the answers of a teacher ({names.get('teacher')}) and from the labels. The "
        f"loss is alpha·T²·KL(teacher‖student at T) + (1−alpha)·cross-entropy, with alpha "
        f"{spec.distill.alpha:g} and T {spec.distill.temperature:g}. The student alone is the same "
        "network with the same first weights, rows and steps, without the teacher. "
        f"{spec.train.epochs} epochs, {spec.train.seeds} seeds; the weights in this bundle are "
        f"those of seed {facts.student_seed}, the best on the validation rows."
    )


def _evaluation(facts: CardFacts) -> str:
    header = ("Measure", *(column.role.capitalize() for column in facts.columns))
    measures = (*SCORES, *COSTS)
    rows = tuple((name, *(show(column) for column in facts.columns)) for name, show in measures)
    busy = any(column.latency.busy for column in facts.columns)
    notes = [
        plain(facts.verdict.sentence),
        table(header, rows),
        "Test rows only; in brackets the 95 % interval. Latency: ONNX Runtime, one thread, median "
        "with the 95th percentile in brackets.",
        f"The student gives the teacher's class on {facts.agreement:.1%} of the test rows.",
    ]
    notes += ["The machine had other work while latency was measured."] if busy else []
    return "\n\n".join(notes)


def _score(pick: Callable[[Scores], Interval]) -> Callable[[CardColumn], str]:
    def show(column: CardColumn) -> str:
        value = pick(column.scores)
        return f"{value.mean:.3f} ({value.low:.3f} to {value.high:.3f})"

    return show


SCORES: tuple[tuple[str, Callable[[CardColumn], str]], ...] = (
    ("Accuracy", _score(lambda scores: scores.accuracy)),
    ("F1, macro", _score(lambda scores: scores.f1)),
    ("AUC", _score(lambda scores: scores.auc)),
    ("Log loss", _score(lambda scores: scores.log_loss)),
    ("Brier score", _score(lambda scores: scores.brier)),
    ("Calibration error", _score(lambda scores: scores.ece)),
)

COSTS: tuple[tuple[str, Callable[[CardColumn], str]], ...] = (
    ("Parameters", lambda column: f"{column.cost.parameters:,}"),
    ("Size, bytes", lambda column: f"{column.cost.size_bytes:,}"),
    ("Operations a row", lambda column: f"{column.cost.flops:,}"),
    ("One row, ms", lambda column: _milliseconds(column.latency, batch=False)),
    ("Batch, ms", lambda column: _milliseconds(column.latency, batch=True)),
)


def _milliseconds(latency: Latency, batch: bool) -> str:
    chosen = latency.batch if batch else latency.one_row
    return f"{chosen.median:.3g} ({chosen.p95:.3g})"


def _limits(facts: CardFacts) -> str:
    limits = [
        "The scores hold for rows like the test rows. Where rows change, measure again.",
        "A category that was not in the training rows counts as none of the known ones.",
        "The intervals describe chance in the test rows and the seeds, not a change of the world.",
    ]
    if facts.verdict.outcome == "no_clear_difference":
        limits.append(
            "No clear difference between learning with and without the teacher was found."
        )
    if facts.verdict.nothing_to_learn:
        limits.append("No model here is clearly above chance on the test rows.")
    if facts.spec.task.name in MARKET_TASKS:
        limits += [
            "Past prices say little about future ones. Costs and taxes of trading are not counted.",
            "This is not investment advice.",
        ]
    else:
        limits.append(
            "Whether the model treats groups of people alike was not part of this evaluation; "
            "check that, and the law, before it decides about anyone."
        )
    return "\n".join(f"- {limit}" for limit in limits)


def _reproducibility(facts: CardFacts) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in facts.packages)
    return (
        f"Settings {facts.spec.fingerprint}, data {plain(facts.content_hash)}, first seed "
        f"{facts.spec.train.seed}. Made with {versions}. The same settings, data, versions and "
        "seed give the same numbers. `manifest.json` holds the SHA-256 of every file, "
        "`golden.json` rows with known answers that `predict.py` checks first.\n\n"
        f"```json\n{_fenced(facts.spec.model_dump_json(indent=1))}\n```"
    )


def _fenced(text: str) -> str:
    """Keep text from ending the code block it stands in."""
    return text.replace("`", "\\u0060")
