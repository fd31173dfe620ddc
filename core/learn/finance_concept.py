"""Where distillation is used in finance, and what honest numbers look like there."""

from __future__ import annotations

from core.learn.concept import Concept
from core.learn.measured import HONEST_SOURCE

FINANCE = Concept(
    name="finance",
    title="In finance: what is honest",
    question="Where a small student is wanted in finance, and what scores to expect there.",
    header=("Question", "Why a small student", "AUC in this app, 95 % interval", "What is honest"),
    rows=(
        (
            "Price direction",
            "An answer at once for thousands of securities",
            "0.492 (0.456 to 0.527): nothing to learn",
            "Chance. Published daily hit rates on unseen days are 51 to 52 %, and days that rise "
            "are 53 to 54 % anyway [1]. More is a leak until it is proved otherwise.",
        ),
        (
            "Trend",
            "The same, for three classes",
            "0.486 (0.424 to 0.549): nothing to learn",
            "Close to chance. What models find is mostly which days are calm, not which way "
            "prices go; the best networks explain about 0.4 % of monthly returns [2].",
        ),
        (
            "Risk",
            "Limits that are checked at every trade",
            "0.801 (0.687 to 0.900), teacher 0.798",
            "Strong swings come in spells, so this can be foretold: but saying as now reaches "
            "0.723 without any model. Distilled and alone show no clear difference.",
        ),
        (
            "Credit scoring, many rows",
            "A model that can be explained, runs anywhere and is watched over",
            "0.774 (0.757 to 0.791), teacher 0.780, alone 0.767",
            "The teacher helped by 0.007 (0.002 to 0.012). Boosted trees reach about 0.785 on "
            "these rows [3]; far above 0.80 look for a leak.",
        ),
        (
            "Credit scoring, few rows",
            "The same, for a small portfolio",
            "0.741 (0.651 to 0.819), teacher 0.721",
            "150 test rows cannot tell 0.65 from 0.82, nor distilled from alone; no single number "
            "of such a set means much.",
        ),
    ),
    notes=(
        "In credit the usual reason to distill is that rules ask for a model that people can "
        "understand and check [4]; speed and size come second.",
        "None of these numbers is a profit. Trades cost money, and a score on the past promises "
        "nothing.",
    ),
    sources=(
        HONEST_SOURCE,
        "[1] Becker and Leschinski (2018), Directional predictability of daily equity returns.",
        "[2] Gu, Kelly and Xiu (2020), Empirical asset pricing via machine learning, Review of "
        "Financial Studies 33.",
        "[3] Rows: Yeh and Lien (2009), Expert Systems with Applications 36. Boosted trees on "
        "them, five splits, made while this app was built: 0.785.",
        "[4] A study of distillation in a retail bank (2022), arXiv 2209.15496.",
    ),
    terms=("Direction", "Trend", "Risk", "Credit scoring", "AUC", "Interval", "Leak", "Chance"),
)
