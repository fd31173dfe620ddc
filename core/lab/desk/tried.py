"""How many settings were tried on the rows of a run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from core.evaluate.luck.tries import Attempt, Tries
from core.lab.desk.row import RunRow
from core.lab.desk.studies import StudyRow
from core.spec import RunSpec
from core.spec.sweep import SweepSpec


def attempt_of(spec: RunSpec) -> Attempt:
    """Tell what a run asked of which rows, and with what settings.

    The share of labels that is shown is a setting: it changes the answer, not the question.
    """
    question = spec.task.model_dump_json(exclude={"labels"})
    settings = f"{spec.task.labels} {spec.model_dump_json(exclude={'data', 'task'})}"
    return Attempt(spec.data.model_dump_json(), question, settings)


def tries_of(spec: RunSpec, rows: Iterable[RunRow], studies: Iterable[StudyRow] = ()) -> Tries:
    """Count the finished runs that asked the same of the same rows, and the cells of sweeps.

    A sweep shows what the test rows say of every cell, so each cell is a try. A search shows
    that of one trial only, which counts once it is opened as a run.

    Parameters
    ----------
    spec : RunSpec
        Choices of the run that is looked at.
    rows : iterable of RunRow
        The runs that are kept.
    studies : iterable of StudyRow
        The studies that are kept.

    Returns
    -------
    Tries
    """
    this = attempt_of(spec)
    finished = (row.spec for row in rows if row.state == "done" and row.spec is not None)
    sweeps = (
        one.spec for one in studies if one.state == "done" and isinstance(one.spec, SweepSpec)
    )
    cells = (cell for sweep in sweeps if _asks(sweep, this) for cell in _attempts_of(sweep))
    return Tries.of(this, (*map(attempt_of, finished), *cells))


def _asks(sweep: SweepSpec, this: Attempt) -> bool:
    """Whether a sweep asked the same of the same rows."""
    of_run = attempt_of(sweep.run)
    return (of_run.data, of_run.question) == (this.data, this.question)


@lru_cache(maxsize=16)
def _attempts_of(sweep: SweepSpec) -> tuple[Attempt, ...]:
    """Return an attempt for every cell in which somebody teaches."""
    return tuple(attempt_of(run) for run in _taught_runs(sweep))


def _taught_runs(sweep: SweepSpec) -> Iterator[RunSpec]:
    for student in sweep.students:
        for alpha in sweep.alphas:
            for heat in sweep.temperatures:
                if alpha > 0:
                    yield sweep.cell(student, alpha, heat)
