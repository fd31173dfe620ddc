"""Numbers that the concepts quote, each as this app measured it."""

from __future__ import annotations

from core.learn.concept import Gain, Measured

HONEST = (
    Measured("Direction, US stocks, next day", 0.492, 0.456, 0.527, "nothing_to_learn"),
    Measured("Trend, US stocks, ten days", 0.486, 0.424, 0.549, "nothing_to_learn"),
    Measured("Risk, US stocks, ten days", 0.801, 0.687, 0.900, "no_clear_difference"),
    Measured("Credit, Germany, 150 test rows", 0.741, 0.651, 0.819, "no_clear_difference"),
    Measured("Credit, Taiwan, 4,500 test rows", 0.774, 0.757, 0.791, "better"),
)
"""Distilled students of the bundled samples, usual settings, first seed 0, five seeds."""

HONEST_SOURCE = (
    "AUC and intervals: this app, bundled samples, usual settings, first seed 0; repeat each with "
    "python -m core distill --sample us_stocks --task risk, and likewise for the others."
)

GAINS = (
    Gain("Boosted trees", 1.0, 0.0066),
    Gain("Boosted trees", 0.2, 0.0110),
    Gain("Boosted trees", 0.05, 0.0329),
    Gain("MLP", 1.0, -0.0013),
)
"""Distilled minus alone on Taiwan, both tuned alike, mean over four splits."""

GAINS_SOURCE = (
    "Gains in AUC: this app, credit card clients in Taiwan, distilled minus alone, both tuned "
    "alike, mean over four splits; repeat with python -m tests.benchmarks.gains."
)
