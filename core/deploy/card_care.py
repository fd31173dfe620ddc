"""Of the model card: who it may harm, what it cannot do, and what is left to ask."""

from __future__ import annotations

from core.deploy.card_facts import CardFacts
from core.deploy.markdown import plain, table
from core.evaluate.fairness.fairness import RATE_WORDS, AttributeFairness
from core.evaluate.fairness.gaps import Gap
from core.evaluate.fairness.group_rates import RATES

TO_FILL_IN = (
    "Owner, developer and users",
    "Decision it serves, what depends on it, and its tier in the inventory of models",
    "Why this model, and not a simpler one such as the baseline or logistic regression",
    "Trained on (day), version of the model, and what changed since the version before",
    "Legal basis for the data, and for the use of each column",
    "Cost of a missed case against a false alarm, and the threshold that follows",
    "Validated by (independent of the developer), on, with which findings",
    "How often each line under Monitoring is looked at, by whom, and the final bounds",
    "Who may overrule an answer, and how that is written down",
    "What replaces it when it is taken out of use",
    "Approved by, on, until, under which conditions",
)
COMPARED = ("distilled", "alone", "teacher")


def fairness(facts: CardFacts) -> str:
    """Tell the gaps between groups, and whether distilling changed them; or why not."""
    found = facts.care.fairness
    if found is None:
        reason = facts.care.no_fairness or (
            "This question is about prices, not people; groups do not apply."
            if facts.reads_prices
            else "Groups were not compared."
        )
        left = "" if facts.reads_prices else (
            " Whether the model treats groups of people alike is not known; check that, and the "
            "law, before it decides about anyone."
        )  # fmt: skip
        return f"{plain(reason)}{left}"
    lines = [
        f"Favourable outcome: {plain(found.favourable.name)}. {plain(found.favourable.reason)}",
        plain(found.sentence),
        *(_gaps(attribute, "likeliest class") for attribute in found.attributes),
    ]
    used = facts.care.fairness_in_use
    if used is not None:
        lines.append("The model of this bundle, with the threshold that it uses:")
        lines += [_gaps(attribute, "at the threshold") for attribute in used.attributes]
    lines.append(
        "A gap is the largest difference between two groups with enough rows, with its 95 % "
        "interval, on test rows. A small gap does not show that the law is kept, and keeping a "
        "column from the model does not remove what other columns tell about it."
    )
    return "\n\n".join(lines)


def limits(facts: CardFacts) -> str:
    """Tell what the model and its scores cannot do."""
    told = [
        "The scores hold for rows like the test rows. Where rows change, measure again.",
        "A category that was not in the training rows counts as none of the known ones, and a "
        "number beyond those of training as the nearest of them.",
        "The intervals describe chance in the test rows and the seeds, not a change of the world.",
        "The student copies its teacher, mistakes included.",
        "Every further setting tried on the same test rows makes the best one look better than "
        "it is.",
    ]
    if facts.verdict.outcome == "no_clear_difference":
        told.append("No clear difference between learning with and without the teacher was found.")
    if facts.verdict.nothing_to_learn:
        told.append("No model here is clearly above chance on the test rows.")
    if facts.reads_prices:
        told += [
            "Past prices say little about future ones. Costs and taxes of trading are not counted.",
            "Securities that no longer exist may be missing from the rows.",
            "This is not investment advice.",
        ]
    else:
        told += [
            _split(facts),
            "Reasons for a single answer, which some laws ask for, are not part of the bundle.",
        ]
    if facts.known_rows:
        told.append(
            f"`golden.json` holds {facts.known_rows} rows made from real test rows: share the "
            "bundle only with who may see them."
        )
    return "\n".join(f"- {limit}" for limit in told)


def _split(facts: CardFacts) -> str:
    if any(part.start for part in facts.parts):
        return "Rows were split by date, so the test rows are the latest ones that were there."
    return (
        "Rows have no dates and were split at random: how the model fares on a later population "
        "was not measured."
    )


def review(facts: CardFacts) -> str:
    """Tell what a reviewer must know that no run can measure."""
    identity = facts.model_sha256[:16] or facts.spec.fingerprint
    return (
        f"Model {identity}: not validated, not approved. The exporter wrote this card from what "
        "was measured; nobody has read it yet. Fill in before use:\n\n"
        + "\n".join(f"- {question}:" for question in TO_FILL_IN)
    )


def _gaps(attribute: AttributeFairness, how: str) -> str:
    names = [model.name for model in attribute.models]
    shown = [name for name in COMPARED if name in names]
    rows = tuple(
        (
            f"{RATE_WORDS[rate]}",
            *(_gap(attribute.model(name).gap(rate)) for name in shown),
        )
        for rate in RATES
    )
    header = (f"Gap by {plain(attribute.name)}, {how}", *(name.capitalize() for name in shown))
    return table(header, rows)


def _gap(found: Gap) -> str:
    if found.reason:
        return f"not judged: {plain(found.reason)}"
    value = found.difference
    groups = f"{plain(found.highest)} over {plain(found.lowest)}"
    return f"{value.mean:z.3f} ({value.low:z.3f} to {value.high:z.3f}), {groups}"
