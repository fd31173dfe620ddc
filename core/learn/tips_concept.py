"""How to choose teacher, student, alpha, temperature, learning rate and epochs."""

from __future__ import annotations

from core.learn.concept import Concept
from core.learn.measured import GAINS_SOURCE

TIPS = Concept(
    name="tips",
    title="How to choose",
    question="Where to begin with each choice, and what tells you to change it.",
    header=("Choice", "Begin with", "Change it when", "Why"),
    rows=(
        (
            "Teacher",
            "Boosted trees for tables",
            "It has no headroom over the student alone: try an ensemble or another kind",
            "A teacher of another kind brings what the student cannot find; an MLP that taught an "
            "MLP gained nothing, -0.0013",
        ),
        (
            "Student",
            "MLP, 16 units, one layer",
            "It must be read: linear. The gap to the teacher stays wide: more units",
            "The larger the student, the less there is to teach it",
        ),
        (
            "Alpha",
            "0.9",
            "Labels are few: towards 1. The teacher is hardly better than alone: lower",
            "With 5 % of the labels the gain was +0.0329, with all of them +0.0066",
        ),
        (
            "Temperature",
            "2",
            "The teacher is nearly always sure: higher. It doubts a lot already: 1",
            "It matters less than alpha: with boosted trees, 1, 2 and 4 were within about 0.001 "
            "of AUC",
        ),
        (
            "Learning rate",
            "0.005, and let the app search",
            "The loss jumps: lower. It still falls at the end: higher",
            "Alone is searched too, or the comparison would be unfair",
        ),
        (
            "Epochs",
            "30",
            "The best epoch is the last: more. It comes early: fewer",
            "Both students get the same number, and keep their best epoch",
        ),
        (
            "Repeats",
            "5 seeds",
            "The interval just includes zero: more, decided before you look again",
            "More seeds narrow only the luck of training; the luck of the test rows stays",
        ),
    ),
    notes=(
        "Of many tries on the same test rows one is lucky. Compare counts yours and widens the "
        "interval.",
    ),
    sources=(
        GAINS_SOURCE,
        "Temperature: boosted trees on the same rows, five splits, made while this app was built.",
    ),
    terms=(
        "Headroom",
        "Alpha",
        "Temperature",
        "Learning rate",
        "Epoch",
        "Seed",
        "Few labels",
        "Many tries",
    ),
)
