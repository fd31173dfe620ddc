"""One numbered check: the question, why it matters, what to do, and how to look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.data.table import CheckReport, Finding, Severity

Subject = TypeVar("Subject")


@dataclass(frozen=True)
class Spotted:
    """What a check saw, and in which row, column or day; neither ends with a full stop."""

    what: str
    where: str


@dataclass(frozen=True)
class NotApplicable:
    """Why a check says nothing about these rows, as a full sentence."""

    reason: str


Sight = Spotted | NotApplicable | None


@dataclass(frozen=True)
class Check(Generic[Subject]):
    """A question that is asked of every table, or of every data set.

    Parameters
    ----------
    code : str
        A letter and three digits. D: rows of a table. P: daily prices. R: how a file was read.
        T: a task's split rows.
    title : str
        What the check looks for, readable whether it fired or not.
    severity : {"blocks", "advises", "informs"}
        "blocks" where nothing that is trained on such rows could mean anything.
    why, remedy : str
        Why it matters and what to do, full sentences.
    look : callable
        From the subject to what was spotted; None where all is well.
    """

    code: str
    title: str
    severity: Severity
    why: str
    remedy: str
    look: Callable[[Subject], Sight]

    def finding(self, what: str, where: str) -> Finding:
        """Tell of something that was seen while the rows were read."""
        return Finding(self.code, self.severity, what, where, self.why, self.remedy)

    def report(self, subject: Subject) -> CheckReport:
        """Look, and say how the check ended."""
        told = (self.code, self.title, self.severity, self.why, self.remedy)
        match self.look(subject):
            case Spotted(what, where):
                return CheckReport(*told, state="fired", what=what, where=where)
            case NotApplicable(reason):
                return CheckReport(*told, state="not applicable", reason=reason)
        return CheckReport(*told, state="passed")
