"""The questions in words: as a screen, a model card and the card's explanation say them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.spec import TaskName


@dataclass(frozen=True)
class Question:
    """One question in words.

    Parameters
    ----------
    title, what : str
        Its name, and a sentence for whoever chooses.
    short, asked : str
        Two words of what a model is for, and what it answers; ``{sessions}`` stands for the
        horizon.
    means : str
        What the classes mean where they are computed; ``{sessions}`` and ``{days}`` stand for
        the horizon. Empty where a column of the file says it.
    """

    title: str
    what: str
    short: str
    asked: str
    means: str = ""


QUESTIONS: Mapping[TaskName, Question] = MappingProxyType(
    {
        "credit": Question(
            title="Credit scoring",
            what="Which class does a row of a table belong to?",
            short="credit scoring",
            asked="Which class does a row belong to?",
        ),
        "direction": Question(
            title="Direction",
            what="Will the price stand higher after the horizon?",
            short="stock direction",
            asked="Will the price be higher {sessions} from now?",
            means="up means that the close {sessions} after the day of decision is higher than "
            "the close of that day, and down that it is not.",
        ),
        "trend": Question(
            title="Trend",
            what="Will the price rise, stay or fall, measured by its usual swings?",
            short="market trend",
            asked="Where does the price stand {sessions} from now?",
            means="up and down mean that the log return over the next {sessions} is larger than "
            "half of the usual swing, which is the standard deviation of the last 21 daily "
            "returns times the root of {days}; flat means that it is not.",
        ),
        "risk": Question(
            title="Risk",
            what="Will the price swing more than it usually does?",
            short="volatility risk",
            asked="Will volatility over the next {sessions} exceed its own median of a year?",
            means="turbulent means that the realised volatility of the next {sessions} is above "
            "the median of the last year, as known on the day of decision; calm means that it is "
            "not.",
        ),
    }
)


def sessions_text(days: int) -> str:
    """Return a horizon in words, such as "1 session"."""
    return f"{days} session{'' if days == 1 else 's'}"
