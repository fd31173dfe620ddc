"""Words of rows, labels and how they are divided."""

from __future__ import annotations

from core.learn.terms.term import Term

TERMS = (
    Term("Features", "The columns that a model reads, as numbers.", ("Target",), ("Feature",)),
    Term(
        "Preprocessing",
        "What is done to a row before a model reads it: gaps are filled, numbers scaled, words "
        "turned into numbers.",
        ("Features",),
    ),
    Term(
        "Indicators",
        "Numbers computed from past prices, such as returns and swings: the features of a market.",
        ("Features", "Volatility"),
        ("Indicator",),
    ),
    Term("Target", "The column to predict.", ("Label", "Classes")),
    Term(
        "Label",
        "The true class of a row. Where labels are few, a good teacher has most to add.",
        ("Target", "Few labels"),
        ("Labels",),
    ),
    Term(
        "Few labels",
        "Only a share of the training rows shows its label; the teacher speaks for all rows.",
        ("Label",),
        ("Share of known labels", "Labels shown", "Labels are few"),
    ),
    Term(
        "Classes", "The possible answers, such as default or no default.", ("Target",), ("Class",)
    ),
    Term(
        "Training rows",
        "The rows that models learn from; scaling and encoding are fitted on them only.",
        ("Validation rows", "Test rows"),
    ),
    Term(
        "Validation rows",
        "Rows that choose between epochs, settings and thresholds, and teach no weights.",
        ("Training rows", "Test rows"),
        ("Validation",),
    ),
    Term(
        "Test rows",
        "Rows that nobody has seen before they judge.",
        ("Validation rows",),
    ),
    Term(
        "Stratified",
        "A random split that keeps the share of each class in all parts.",
        ("Split by date",),
    ),
    Term(
        "Split by date",
        "Older days teach and newer days judge, for all securities alike.",
        ("Leak", "Purge"),
        ("Honest split", "Split"),
    ),
    Term(
        "Leak",
        "Something of the test rows that training could see, such as the days around them. "
        "Scores then look far better than they will be.",
        ("Purge", "Split by date"),
        ("Leaks",),
    ),
    Term(
        "Horizon",
        "Sessions that a question about a market looks ahead.",
        ("Purge", "Session"),
    ),
    Term(
        "Purge",
        "Leaving out the last rows before a cut in time, whose labels would look past it: as "
        "many sessions as the horizon.",
        ("Horizon", "Embargo"),
        ("Gap",),
    ),
    Term(
        "Embargo",
        "Further sessions left out after a cut in time, on top of the purge.",
        ("Purge",),
    ),
    Term(
        "Walk forward",
        "Judging over several test blocks in a row, each by models of what came before it.",
        ("Split by date",),
        ("Walking forward", "Walks forward", "Test blocks"),
    ),
    Term(
        "Session",
        "A day on which the market is open.",
        ("Horizon",),
        ("Sessions",),
    ),
    Term(
        "Adjusted",
        "Prices corrected for splits and dividends, so that these do not look like crashes.",
        ("Return",),
    ),
    Term(
        "Return",
        "Relative change of a price from one close to another.",
        ("Adjusted",),
        ("Returns",),
    ),
    Term("Direction", "Question: will the price stand higher after the horizon?", ("Trend",)),
    Term(
        "Trend",
        "Question: will the price rise, stay or fall, measured by its usual swings?",
        ("Direction", "Volatility"),
    ),
    Term(
        "Risk",
        "Question: will the price swing more than it usually does?",
        ("Volatility",),
    ),
    Term("Credit scoring", "Question: which class does a row of a table belong to?", ("Target",)),
    Term(
        "Volatility",
        "How strongly a price swings; unlike its direction it can be foretold to some degree.",
        ("Risk",),
        ("Swings", "Swing"),
    ),
    Term(
        "Ticker",
        "Short name of a security at its exchange, such as AAPL.",
        ("Session",),
        ("Tickers",),
    ),
    Term(
        "Finding",
        "Something the checks noticed in the rows: where, why it matters and what to do.",
        ("Leak",),
        ("Findings",),
    ),
    Term(
        "Protected attribute",
        "A property such as sex or age by which nobody may be treated worse. It is kept from the "
        "models and used to compare groups.",
        ("Fairness",),
        ("Protected attributes", "Protected"),
    ),
    Term(
        "Fingerprint",
        "Short code computed from rows or settings; any change gives another one.",
        ("Seed",),
    ),
)
