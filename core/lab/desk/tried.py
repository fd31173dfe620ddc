"""How many settings were tried on the rows of a run."""

from __future__ import annotations

from collections.abc import Iterable

from core.evaluate.luck.tries import Attempt, Tries
from core.lab.desk.row import RunRow
from core.spec import RunSpec


def attempt_of(spec: RunSpec) -> Attempt:
    """Tell what a run asked of which rows, and with what settings.

    The share of labels that is shown is a setting: it changes the answer, not the question.
    """
    question = spec.task.model_dump_json(exclude={"labels"})
    settings = f"{spec.task.labels} {spec.model_dump_json(exclude={'data', 'task'})}"
    return Attempt(spec.data.model_dump_json(), question, settings)


def tries_of(spec: RunSpec, rows: Iterable[RunRow]) -> Tries:
    """Count the finished runs that asked the same of the same rows.

    Parameters
    ----------
    spec : RunSpec
        Choices of the run that is looked at.
    rows : iterable of RunRow
        The runs that are kept.

    Returns
    -------
    Tries
    """
    finished = (row.spec for row in rows if row.state == "done" and row.spec is not None)
    return Tries.of(attempt_of(spec), map(attempt_of, finished))
