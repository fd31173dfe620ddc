"""The ideas behind distillation, each as one table."""

from __future__ import annotations

from core.learn.concept import Concept
from core.learn.finance_concept import FINANCE
from core.learn.tips_concept import TIPS

ROLES = Concept(
    name="roles",
    title="Teacher against student",
    question="Two models for one question: one to learn from, and one to hand over.",
    header=("", "Teacher", "Student"),
    rows=(
        (
            "What it is for",
            "To know as much as the rows allow",
            "To answer where it is deployed",
        ),
        (
            "Usual kind",
            "Boosted trees, a forest, an ensemble or a wide network",
            "A small MLP, or a linear model that can be read",
        ),
        (
            "Learns from",
            "The labels",
            "The teacher's probabilities with weight alpha, the labels with the rest",
        ),
        (
            "What it says of a row",
            "A probability for every class, with its doubt",
            "The same, as closely as its size allows",
        ),
        ("Parameters, on card holders in Taiwan", "1,595", "370"),
        ("File", "20.8 kB", "2.6 kB"),
        ("AUC on test rows", "0.780", "0.774 distilled, 0.767 alone"),
        (
            "What limits it",
            "Rows and labels; where it knows no more than the student alone, it teaches nothing",
            "Its size, and what the teacher knows",
        ),
    ),
    notes=(
        "The student alone stands beside both, with the same first weights, batches and steps. "
        "Only that comparison tells whether the teacher helped.",
    ),
    sources=(
        "Parameters, file and AUC: this app, sample taiwan_credit, usual settings, first seed 0; "
        "repeat with python -m core distill --sample taiwan_credit.",
        "Idea: Hinton, Vinyals and Dean (2015), Distilling the knowledge in a neural network, "
        "arXiv 1503.02531.",
    ),
    terms=("Teacher", "Student", "Alone", "Alpha", "Parameters", "AUC"),
)

WAYS = Concept(
    name="ways",
    title="Distillation, compression and transfer",
    question="Four ways to a cheaper model: they change different things, and go together.",
    header=("", "Distillation", "Quantisation", "Pruning", "Transfer learning"),
    rows=(
        (
            "What it does",
            "Trains a small model to answer as a large one",
            "Stores the same weights in fewer bits",
            "Removes weights or units that matter little",
            "Goes on training a model for another question",
        ),
        (
            "Kind of model",
            "Free: trees can teach a network",
            "Stays",
            "Stays",
            "Stays, but for the last layer",
        ),
        (
            "Rows it needs",
            "Many; labels help, and are not needed at alpha 1",
            "None, or a few to measure the range of values",
            "Some to check what was lost, or to train on",
            "Rows and labels of the new question",
        ),
        (
            "What becomes smaller",
            "All of it, as small as you choose",
            "Bytes of each weight: 8 bits in place of 32",
            "The number of weights",
            "Nothing; fewer labels are needed",
        ),
        (
            "What can go wrong",
            "A poor teacher is imitated too",
            "Answers move; a tiny file hardly shrinks",
            "Few zeros save nothing where the file keeps them",
            "What was learned before does not fit",
        ),
        (
            "In this app",
            "Distill",
            "Deploy, under Smaller still",
            "Deploy, under Smaller still",
            "Not offered",
        ),
    ),
    notes=(
        "They add up: distill first, then let Deploy quantise or prune the student and keep what "
        "costs less than half a point of AUC.",
    ),
    sources=(
        "Transfer learning keeps weights, distillation keeps answers: that is why a teacher may be "
        "of any kind, or a model whose weights nobody may see.",
        "Quantisation: Jacob and others (2018), arXiv 1712.05877. Pruning: Han, Pool, Tran and "
        "Dally (2015), arXiv 1506.02626.",
    ),
    terms=("Distillation", "Quantisation", "Pruning", "Transfer learning", "Parameters"),
)

CONCEPTS: tuple[Concept, ...] = (ROLES, WAYS, FINANCE, TIPS)
