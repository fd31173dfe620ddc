"""Of the model card: what the model learned from, how, and what repeats it."""

from __future__ import annotations

from core.deploy.card_facts import CardFacts, CardPart
from core.deploy.card_smaller import how_made
from core.deploy.markdown import plain, table
from core.distill.methods import METHODS
from core.tasks.questions import QUESTIONS, sessions_text

TWO_CLASSES = 2
MOST_SECURITIES = 50


def data(facts: CardFacts) -> str:
    """Tell where the rows come from, how they were split, and which columns are read."""
    lines = [f"Source: {plain(facts.data_name)}. {plain(facts.data_words)}".rstrip()]
    lines += [f"Attribution: {plain(facts.attribution)}"] if facts.attribution else []
    told = plain(facts.licence) if facts.licence else "not known; make sure that you may use them"
    lines += [f"Licence of the rows: {told}", f"Hash of the rows: {plain(facts.content_hash)}"]
    header = ("Part", "Rows", "First day", "Last day", *map(plain, _class_headers(facts)))
    lines.append(table(header, tuple(_cells(part, facts) for part in facts.parts)))
    if facts.gap_days:
        lines.append(
            f"{facts.gap_days} sessions are left out before each cut, the horizon and the embargo, "
            "so that no outcome of one part lies in the next."
        )
    if facts.spec.task.labels < 1:
        lines.append(f"Of the training labels {facts.spec.task.labels:.0%} were used.")
    if facts.securities:
        shown = _listed(list(facts.securities[:MOST_SECURITIES]))
        more = len(facts.securities) - MOST_SECURITIES
        others = f" and {more:,} more" if more > 0 else ""
        lines.append(f"Securities in the test rows: {shown}{others}.")
    lines += [outcome(facts), _excluded(facts), _gaps(facts), _columns(facts)]
    return "\n\n".join(lines)


def _columns(facts: CardFacts) -> str:
    told = f"Columns that the model reads: {_listed(list(facts.column_names))}."
    if facts.reads_prices:
        told += " `indicators.py` computes each of them from daily prices and says how."
    return told


def outcome(facts: CardFacts) -> str:
    """Tell what the classes mean: of prices as they are computed, else by whose word."""
    days = facts.spec.task.horizon_days
    means = QUESTIONS[facts.spec.task.name].means
    if means:
        told = means.format(sessions=sessions_text(days), days=days)
        return f"Outcome: {told}{_score(facts)}"
    where = f"the column {plain(facts.target_column)}" if facts.target_column else "a column"
    return (
        f"Outcome: the class of a row as written in {where} of the file, which no model reads. "
        "What counts as such an outcome, over which period, and who recorded it, is told by the "
        "source of the rows and not known to the exporter; write it down under Review."
        f"{_score(facts)}"
    )


def _score(facts: CardFacts) -> str:
    if len(facts.class_names) != TWO_CLASSES:
        return ""
    return f" The score is the probability of {plain(facts.class_names[1])}."


def method(facts: CardFacts) -> str:
    """Tell how the student and the teacher learned."""
    spec, names = facts.spec, {column.role: plain(column.name) for column in facts.columns}
    if facts.smaller is not None:
        names["distilled"] = names["alone"]  # the same network, before it was made smaller
    way = METHODS[spec.distill.method]
    in_bundle = {
        "distilled": f"the weights in this bundle are those of seed {facts.student_seed}, the "
        "best on the validation rows"
        if facts.smaller is None
        else f"the weights of seed {facts.student_seed}, the best on the validation rows, were "
        "made smaller",
        "teacher": "the model in this bundle is the teacher itself",
    }
    lines = [
        f"Knowledge distillation (Hinton et al., 2015): the student ({names.get('distilled')}) "
        f"learned from the answers of a teacher ({names.get('teacher')}) and from the labels. "
        f"Method: {way.title}. {way.what} ({way.source}.) Alpha, the weight of the teacher's "
        f"voice, is {spec.distill.alpha:g} and the temperature {spec.distill.temperature:g}.",
        "The student alone is the same network with the same first weights, rows and steps, "
        "without the teacher.",
        f"{spec.train.epochs} epochs, {spec.train.seeds} seeds; {in_bundle[facts.role]}. Missing "
        "numbers become the training median, then are clipped and scaled by training rows; "
        "all of this is inside `model.onnx`.",
    ]
    if facts.stopped_early:
        lines.append("The training was stopped by hand before its last epoch.")
    if facts.smaller is not None:
        lines.append(how_made(facts.smaller))
    if facts.settings:
        rows = tuple(
            (f"{one.group}: {one.label.lower()}", plain(one.value)) for one in facts.settings
        )
        lines.append(table(("Choice", "Value, as set"), rows))
        lines.append(
            "Where choices were searched on validation rows, what was found and used stands under "
            "Evaluation."
        )
    return "\n\n".join(lines)


def reproducibility(facts: CardFacts) -> str:
    """Tell what repeats the run, and how equal the file is to the trained model."""
    versions = ", ".join(f"{name} {number}" for name, number in facts.packages)
    lines = [
        f"Settings {facts.spec.fingerprint}, data {plain(facts.content_hash)}, first seed "
        f"{facts.spec.train.seed}. This bundle was written with {versions}. The same settings, "
        "data, versions and seed give the same numbers; times differ."
    ]
    if facts.command:
        lines.append(f"```sh\n{_fenced(facts.command)}\n```")
    if facts.smaller is not None:
        lines.append(
            "That repeats the full student; the smaller file is made from it on the Deploy page, "
            "with the same bytes. `golden.json` holds the answers of the smaller file itself."
        )
    if facts.known_rows:
        source = "the trained model" if facts.smaller is None else "those answers"
        lines.append(
            f"When this bundle was written, `model.onnx` was asked the {facts.known_rows} rows of "
            "`golden.json`, some with missing cells and unseen categories, in batches of 1, 2, 7 "
            f"and 256; the largest difference from {source} was "
            f"{facts.largest_difference:.1e}. `predict.py` asks them again each time before it "
            "answers, and stops where they differ by more than 1e-05."
        )
    if facts.model_sha256:
        lines.append(f"SHA-256 of `model.onnx`: {facts.model_sha256}.")
    lines.append(
        "`manifest.json` holds the SHA-256 of every file: it shows that nothing was changed by "
        "accident, not who wrote it. `metrics.json` holds every score."
    )
    return "\n\n".join([*lines, f"```json\n{_fenced(facts.spec.model_dump_json(indent=1))}\n```"])


def _class_headers(facts: CardFacts) -> tuple[str, ...]:
    is_counted = any(part.classes for part in facts.parts)
    return facts.class_names if is_counted else ()


def _cells(part: CardPart, facts: CardFacts) -> tuple[str, ...]:
    days = (str(part.start or "no dates"), str(part.end or "no dates"))
    counts = tuple(f"{count:,}" for count in part.classes)
    if not counts:
        counts = ("not kept",) * len(_class_headers(facts))
    return (part.name, f"{part.rows:,}", *days, *counts)


def _excluded(facts: CardFacts) -> str:
    """Say which protected columns the model reads, and which it does not."""
    if facts.reads_prices:
        return "The rows are prices and hold no attributes of people."
    care, read = facts.care, set(facts.column_names)
    lines = []
    kept_out = [name for name in care.protected if name not in read]
    used = [name for name in care.protected if name in read]
    if kept_out:
        lines.append(f"Protected columns that no model reads: {_listed(kept_out)}.")
    if used:
        lines.append(f"Protected columns that the model does read: {_listed(used)}.")
    if not care.protected:
        lines.append("No column was recognised as a protected attribute, by name.")
    others = [name for name in care.ignored if name not in care.protected]
    if others:
        lines.append(f"Other columns set aside by choice: {_listed(others)}.")
    lines.append("Columns that stand for a protected one by proxy were not searched for.")
    return " ".join(lines)


def _gaps(facts: CardFacts) -> str:
    if facts.gaps is None:
        return "How many training cells are missing was not kept."
    if not facts.gaps:
        return "No training cell is missing in the columns that the model reads."
    told = ", ".join(f"{plain(gap.column)} {gap.share:.1%}" for gap in facts.gaps)
    return f"Missing training cells: {told}; the other columns are whole."


def _listed(names: list[str]) -> str:
    return ", ".join(plain(name) for name in names)


def _fenced(text: str) -> str:
    """Keep text from ending the code block it stands in."""
    return text.replace("`", "\\u0060")
