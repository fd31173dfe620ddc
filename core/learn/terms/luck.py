"""Words of luck: what a difference of scores may mean."""

from __future__ import annotations

from core.learn.terms.term import Term

TERMS = (
    Term(
        "Interval",
        "Range that a number lies in with 95 % confidence, over seeds and resampled test rows.",
        ("Bootstrap", "Seed"),
        ("Intervals", "95 % interval"),
    ),
    Term(
        "Bootstrap",
        "Drawing test rows again and again, with repetition, to see how much a score depends on "
        "which rows there happened to be. For markets whole blocks of days are drawn.",
        ("Interval",),
        ("Resampled", "Resampling", "Resamples"),
    ),
    Term(
        "Verdict",
        "Whether the teacher helped, in one sentence: distilled minus alone, with its interval. "
        "It may say that there is no clear difference.",
        ("Interval", "Alone"),
    ),
    Term(
        "No clear difference",
        "The interval of a difference includes zero: it may be luck. That is a result, not a "
        "failure.",
        ("Interval", "Verdict"),
    ),
    Term(
        "Many tries",
        "Whoever tries many settings on the same rows finds a lucky one. The interval is widened "
        "by their number.",
        ("Interval",),
        ("Settings tried", "Only setting tried", "Tried"),
    ),
    Term(
        "Landscape",
        "Map of scores by alpha and temperature. Each cell of it is one pair of the two, trained "
        "with every seed.",
        ("Alpha", "Temperature", "Many tries"),
        ("Cell", "Cells"),
    ),
    Term(
        "Random walk",
        "Prices whose every step is drawn by chance, so that the past tells nothing of what comes.",
        ("Chance", "Interval"),
    ),
    Term(
        "McNemar test",
        "Looks only at rows that two models answer differently, and asks whether one is right "
        "more often than luck allows.",
        ("Verdict",),
        ("McNemar",),
    ),
    Term(
        "DeLong test",
        "Compares two AUCs on the same rows; for rows that do not depend on each other.",
        ("AUC", "Interval"),
        ("DeLong",),
    ),
    Term(
        "Points",
        "Hundredths of a score: an AUC of 0.75 is one point above 0.74.",
        ("AUC",),
        ("Points of AUC",),
    ),
)
