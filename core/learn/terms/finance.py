"""Words of trading on paper, of credit portfolios and of fairness."""

from __future__ import annotations

from core.learn.terms.term import Term

TERMS = (
    Term(
        "Buy and hold",
        "Buying once and doing nothing: what a trading rule must beat after cost.",
        ("Turnover",),
    ),
    Term(
        "Sharpe ratio",
        "Mean return divided by its swings, a year; the higher, the more return for the risk "
        "that was taken.",
        ("Volatility",),
        ("Sharpe",),
    ),
    Term(
        "Sortino ratio",
        "Like the Sharpe ratio, but only falls count as risk.",
        ("Sharpe ratio",),
        ("Sortino",),
    ),
    Term(
        "Hit rate",
        "Share of days on which the position was the right one. It pays only above the rate that "
        "earns the cost back.",
        ("Accuracy", "Turnover"),
    ),
    Term(
        "Deepest fall",
        "Loss from the highest value so far to the lowest after it; also called drawdown.",
        ("Sharpe ratio",),
    ),
    Term("Turnover", "How often positions change; each change costs.", ("Basis point",)),
    Term("Basis point", "A hundredth of a percent.", ("Turnover",), ("Basis points", "bp")),
    Term(
        "Long or short",
        "Long holds the security and earns when it rises; short bets on its fall.",
        ("Buy and hold",),
        ("Long", "Short", "Long or out"),
    ),
    Term(
        "PSI",
        "Population stability index: how far the spread of a column or score has moved since "
        "training. Below 0.1 is calm, above 0.25 asks for a look.",
        ("Drift",),
    ),
    Term(
        "Drift",
        "New rows that look unlike those the model learned from.",
        ("PSI",),
    ),
    Term(
        "Fairness",
        "Whether groups by sex, age and the like are treated alike by a model.",
        ("Protected attribute", "Selection rate"),
    ),
    Term(
        "Selection rate",
        "Share of a group that is given the class in question.",
        ("Fairness", "Error rate"),
    ),
    Term(
        "Error rate",
        "Share of a group whose class is told wrongly; of those who belong to the class, or of "
        "the others, it is told apart.",
        ("Selection rate",),
    ),
    Term(
        "Rank correlation",
        "How alike two lists are in their order, from -1 to 1; 0 is no likeness.",
        ("Importance",),
        ("Correlation",),
    ),
)
