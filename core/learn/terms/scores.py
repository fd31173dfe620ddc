"""Words of scores: how good answers are, and how honest their probabilities."""

from __future__ import annotations

from core.learn.terms.term import Term

TERMS = (
    Term(
        "Accuracy",
        "Share of rows that are given the right class. On unequal classes it flatters: compare "
        "it with the baseline.",
        ("Balanced accuracy", "Baseline"),
    ),
    Term(
        "Balanced accuracy",
        "Mean over the classes of the share of their rows that are found, so that a rare class "
        "counts as much as a common one.",
        ("Recall",),
    ),
    Term(
        "Precision",
        "Of the rows that are called a class, the share that really belong to it.",
        ("Recall", "F1"),
    ),
    Term(
        "Recall",
        "Of the rows that belong to a class, the share that are found.",
        ("Precision", "F1"),
    ),
    Term(
        "F1",
        "One number from precision and recall, high only where both are. Macro F1 is its mean "
        "over the classes.",
        ("Precision", "Recall"),
        ("F1, macro", "Macro F1", "Macro"),
    ),
    Term(
        "MCC",
        "Matthews correlation coefficient: how well true and given classes go together, from -1 "
        "to 1; 0 is chance, also on unequal classes.",
        ("F1",),
    ),
    Term(
        "Confusion",
        "Table of true classes against given ones: where a model errs.",
        ("Precision", "Recall"),
    ),
    Term(
        "ROC",
        "Curve of rows found against false alarms, for every threshold.",
        ("AUC", "Threshold"),
    ),
    Term(
        "AUC",
        "Area under the ROC curve: the chance that a row of the class is ranked above a row of "
        "another. 0.5 is chance, 1 is perfect; no threshold is needed.",
        ("ROC", "Gini"),
        ("Area under the ROC curve",),
    ),
    Term(
        "Average precision",
        "Area under the curve of precision against recall; telling where a class is rare.",
        ("Precision", "Recall"),
    ),
    Term("Gini", "Twice the AUC minus 1, as credit scoring writes it.", ("AUC",)),
    Term(
        "KS",
        "Kolmogorov-Smirnov: the largest gap between the shares of bad and good rows below any "
        "score; used in credit scoring.",
        ("Gini",),
    ),
    Term(
        "Log loss",
        "Mean of minus the logarithm of the probability given to what happened. Lower is better, "
        "and being sure and wrong costs most.",
        ("Brier score", "Cross-entropy"),
    ),
    Term(
        "Brier score",
        "Mean squared error of the probabilities. Lower is better.",
        ("Log loss",),
        ("Brier",),
    ),
    Term(
        "Calibration",
        "Whether probabilities mean what they say: of rows given 30 %, about 30 % should happen.",
        ("Calibration error",),
        ("Calibrate", "Calibrated"),
    ),
    Term(
        "Calibration error",
        "Expected calibration error: the mean gap between how sure a model was and how often it "
        "was right, in 15 bins. Lower is better.",
        ("Calibration",),
        ("ECE",),
    ),
    Term(
        "Threshold",
        "The probability from which a row is called the class. It is chosen on validation rows, "
        "never on test rows.",
        ("Precision", "Recall"),
    ),
    Term(
        "Act when sure",
        "Answering only rows whose probability is high enough, and leaving the others to people; "
        "coverage is the share that is answered.",
        ("Threshold",),
        ("Coverage",),
    ),
    Term(
        "Importance",
        "How much a score falls when the values of one column are shuffled among the rows.",
        ("Features",),
        ("Listen to",),
    ),
    Term(
        "Baseline",
        "A naive answer, such as always the larger class or as yesterday. Whoever cannot beat it "
        "has learned nothing.",
        ("Alone",),
        ("Baselines",),
    ),
    Term(
        "Majority",
        "Baseline that always gives the class which most training rows have.",
        ("Baseline",),
    ),
    Term(
        "Persistence",
        "Baseline that says what holds now will go on holding.",
        ("Baseline",),
    ),
    Term(
        "Chance",
        "What guessing reaches: an AUC of 0.5.",
        ("AUC", "Baseline"),
    ),
)
