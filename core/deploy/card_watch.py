"""Of the model card: what to watch once the model is in use, and what to do then."""

from __future__ import annotations

import math

from core.deploy.card_facts import CardFacts
from core.deploy.markdown import table
from core.evaluate.looks.credit_figures import LARGE_SHIFT, SLIGHT_SHIFT

HEADER = ("What", "How", "Look closer when", "Take out of use when")


def monitoring(facts: CardFacts) -> str:
    """Tell how drift is found, and propose bounds made of the numbers of this card."""
    return "\n\n".join((_drift(facts), _plan(facts)))


def _drift(facts: CardFacts) -> str:
    if not facts.has_drift:
        return (
            "How the training rows were spread was not kept by this run, so drift cannot be told "
            "from this bundle. Compare recent answers with what came true."
        )
    days = (
        " Days depend on one another, so a shift is told only where it is larger than stretches "
        "of training days themselves reach, and a file of few days is not judged."
        if facts.reads_prices
        else ""
    )
    return (
        "`drift.json` holds how the training rows were spread over bins and categories, and the "
        "scores of the validation rows; no row is in it. `python -m core drift BUNDLE INPUT.csv` "
        "gives the population stability index (PSI) of every column and of the score: below "
        f"{SLIGHT_SHIFT} little has moved, from {SLIGHT_SHIFT} to {LARGE_SHIFT} some, above "
        f"{LARGE_SHIFT} much, and nothing is called a shift that chance explains with so many "
        f"rows.{days} Drift does not say that the model is wrong, and no drift does not say that "
        "it is right."
    )


def _plan(facts: CardFacts) -> str:
    rows = [
        ("Outcomes, once known", "AUC on as many rows as were tested", *_bounds(facts)),
        ("Calibration", "share seen beside the probability told, as under Calibration",
         "a share leaves its interval", "most shares leave theirs"),
        ("Answers", "share of each class and of rows that abstained", "it doubles or halves",
         "the change is not explained"),
    ]  # fmt: skip
    if facts.has_drift:
        some, much = f"PSI above {SLIGHT_SHIFT} and chance", f"PSI above {LARGE_SHIFT} and chance"
        rows[:0] = [
            ("Columns, missing cells too", "`drift`, before outcomes are known", some, much),
            ("Score", "`drift`, before outcomes are known", some, much),
        ]
    if facts.care.fairness is not None:
        rows.append(
            (
                "Groups",
                "gaps as under Fairness",
                "a gap leaves its interval",
                "it passes the bound under Review",
            )
        )
    return (
        "A proposal, made of the numbers of this card. How often each is looked at, by whom, and "
        "the final bounds belong under Review; what was used before is kept to fall back to.\n\n"
        f"{table(HEADER, tuple(rows))}"
    )


def _bounds(facts: CardFacts) -> tuple[str, str]:
    auc, baseline = facts.deployed.scores.auc, facts.column("baseline").scores.auc
    if not math.isfinite(auc.low):
        return "it falls", "it is no better than the baseline"
    worst = baseline.mean if math.isfinite(baseline.mean) else 0.5
    return f"it is below {auc.low:.3f}", f"its interval reaches {worst:.3f}, the baseline"
