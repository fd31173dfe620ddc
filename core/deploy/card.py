"""The model card: what a model is for, what it learned from, how good it is, its limits."""

from __future__ import annotations

from core.deploy.card_care import fairness, limits, review
from core.deploy.card_data import data, method, reproducibility
from core.deploy.card_evaluation import evaluation
from core.deploy.card_facts import CardFacts
from core.deploy.card_scores import calibration, interval_text, threshold
from core.deploy.card_soundness import assumptions, stability
from core.deploy.card_watch import monitoring
from core.deploy.markdown import plain, table
from core.tasks.questions import QUESTIONS, sessions_text


def write_card(facts: CardFacts) -> str:
    """Write the model card as Markdown.

    Parameters
    ----------
    facts : CardFacts
        What to tell. Names from a user's file are shown as they are, never as markup.

    Returns
    -------
    str
        The headings that a review of model risk asks for.

    Notes
    -----
    After the headings of Mitchell et al. (2019), Model Cards for Model Reporting, and of
    SR 11-7, Guidance on Model Risk Management (Federal Reserve and OCC, 2011).
    """
    sections = (
        ("Summary", _summary(facts)),
        ("Purpose", _purpose(facts)),
        ("Intended use and use out of scope", _use(facts)),
        ("Data", data(facts)),
        ("Method", method(facts)),
        ("Assumptions", assumptions(facts)),
        ("Evaluation", evaluation(facts)),
        ("Threshold and abstaining", threshold(facts)),
        ("Calibration", calibration(facts)),
        ("Stability", stability(facts)),
        ("Fairness", fairness(facts)),
        ("Limits", limits(facts)),
        ("Monitoring", monitoring(facts)),
        ("Reproducibility", reproducibility(facts)),
        ("How to run", _run(facts)),
        ("Review", review(facts)),
    )
    body = "\n\n".join(f"## {title}\n\n{text}" for title, text in sections)
    return f"# {_title(facts)}\n\n{body}\n"


def _title(facts: CardFacts) -> str:
    return f"{plain(facts.deployed.name)} for {_question(facts)[0]}"


def _question(facts: CardFacts) -> tuple[str, str]:
    """Return the task in two words, and as a question."""
    question = QUESTIONS[facts.spec.task.name]
    sessions = sessions_text(facts.spec.task.horizon_days)
    return question.short, question.asked.format(sessions=sessions)


def _summary(facts: CardFacts) -> str:
    """Tell in a few lines what an inventory of models asks for."""
    test = next((part for part in facts.parts if part.name == "Test"), None)
    rows = (
        ("Model", plain(facts.deployed.name)),
        ("Question", _question(facts)[1]),
        ("Rows", plain(facts.data_name)),
        ("Test rows", "not known" if test is None else f"{test.rows:,}"),
        (_whose_auc(facts), interval_text(facts.deployed.scores.auc)),
        *_auc_of_file(facts),
        ("Size of `model.onnx`, bytes", f"{facts.deployed.cost.size_bytes:,}"),
        ("Validation and approval", "none yet, see Review"),
    )
    return table(("What", "Answer"), rows)


def _whose_auc(facts: CardFacts) -> str:
    is_mean = facts.role == "distilled" and facts.smaller is None and facts.spec.train.seeds > 1
    return "AUC on them, mean over seeds" if is_mean else "AUC on them"


def _auc_of_file(facts: CardFacts) -> tuple[tuple[str, str], ...]:
    """Tell the AUC of the seed in this bundle, where the table shows a mean over several."""
    found = facts.care.seed_aucs
    if len(found) < 2:
        return ()
    return (("AUC of the file in this bundle", f"{found[facts.care.shown_seed]:.3f}"),)


def _purpose(facts: CardFacts) -> str:
    classes = ", ".join(plain(name) for name in facts.class_names)
    which = {
        "distilled": "It is a small student that learned from a larger teacher."
        if facts.smaller is None
        else "It is a small student that learned from a larger teacher, and was made smaller "
        "still.",
        "teacher": "It is the teacher of the comparison below, not its small student.",
    }
    whose = "" if facts.smaller is None else " This is about the full student."
    return (
        f"{_question(facts)[1]} The model answers with a probability for each class: {classes}. "
        f"{which[facts.role]}\n\n{plain(facts.verdict.sentence)}{whose}"
    )


def _use(facts: CardFacts) -> str:
    if facts.reads_prices:
        uses = (
            "Intended: research on, and monitoring of, securities like those of the training "
            "rows, at the close of a session, with adjusted daily prices.",
            "Out of scope: orders without a person and limits in between, intraday prices, other "
            "markets, securities with little trade, and any promise of a return.",
        )
    else:
        uses = (
            "Intended: a score beside other information, for rows drawn as the training rows "
            "were, where a person can look at a case again.",
            "Out of scope: decisions about people without a person who answers for them, other "
            "products or countries, and rows of applicants that the training rows left out, such "
            "as those refused before: how they would have fared is not known.",
        )
    return "\n".join(f"- {use}" for use in uses)


def _run(facts: CardFacts) -> str:
    return (
        "```sh\n"
        "pip install --requirement requirements.txt\n"
        "python predict.py INPUT.csv --output OUT.csv --abstain-below 0.7\n"
        "docker build --tag model . && docker run --rm --interactive model - < INPUT.csv\n"
        "mlflow models serve --model-uri . --env-manager local\n"
        "```\n\n"
        f"{_input(facts)} The answer holds the key of each row, its class, a probability for each "
        "class, and whether the model abstained. MLflow and pandas must be installed for the last "
        "line. With Distill Lab at hand, `python -m core predict`, `drift` and `serve` read the "
        f"zip itself.{_serve_alone(facts)}"
    )


def _serve_alone(facts: CardFacts) -> str:
    if not facts.model_sha256:
        return ""
    return (
        " Who made this bundle may serve it without the package onnx, which looks at the graphs of "
        f"others: `python -m core serve BUNDLE.zip --model-sha256 {facts.model_sha256}`. Nobody "
        "else should."
    )


def _input(facts: CardFacts) -> str:
    if facts.reads_prices:
        return (
            "The input holds daily prices with the columns Date, Open, High, Low, Close and "
            "Volume, and Ticker where there are several securities; it needs about a year of "
            "days before the first answer. Prices must be adjusted for splits and dividends, or "
            "a column Adj Close must be there."
        )
    return (
        f"The input holds the {len(facts.column_names)} columns listed under Data, in any order "
        "and beside others; `schema.json` lists them with their categories. An empty cell counts "
        "as missing."
    )
