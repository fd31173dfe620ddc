"""One search, from its spec to what it found, as a stream of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from core.data.files import Upload
from core.distill.reports import StopSignal
from core.lab.events import StageStarted, Warned
from core.lab.judgement import summarise
from core.lab.opening import opened
from core.lab.result import Seconds
from core.lab.search.choice import front
from core.lab.search.judge import judge_chosen
from core.lab.search.outcome import SearchFound, TrialTold
from core.lab.search.trials import SHARE_TRAINED, Taught, Trials
from core.lab.sweep.run import check_sweep, rows_spec
from core.lab.teacher import teach_in_silence
from core.lab.teachers import Shelf
from core.lab.watched import never
from core.spec.search import SearchSpec
from core.spec.sweep import SweepSpec

Event = StageStarted | Warned | TrialTold | SearchFound


def run_search(
    spec: SearchSpec,
    csv: Upload | None = None,
    should_stop: StopSignal = never,
    shelf: Shelf | None = None,
    told: Iterable[object] = (),
) -> Iterator[Event]:
    """Look for the best settings: yield what happens; the last event is the `SearchFound`.

    The student alone is tuned as the distilled one is: it trains beside it in every trial,
    with the same shape and learning rate, and the best of all its trials is taken. Validation
    rows choose both; the test rows are looked at once, at the end. To cancel is to stop
    iterating, or to raise when asked whether to stop.

    Parameters
    ----------
    spec : SearchSpec
    csv : Upload, optional
        Uploaded rows, when the data source is "csv".
    should_stop : StopSignal
        Asked between batches; True ends the search, and the best trial by then is judged.
    shelf : Shelf, optional
        Where trained teachers are kept and found again; by default that of the process.
    told : iterable of object
        What an earlier attempt at the same search has said; its trials are not done again,
        and the numbers are those of one attempt.

    Yields
    ------
    Event

    Raises
    ------
    LabError
        When the choices cannot work, or the rows cannot be used.
    """
    check_search(spec)
    begun = yield from opened(spec.run, csv, should_stop, shelf, rows_spec(_as_sweep(spec)))
    dataset, watched, shelf, clock = begun.dataset, begun.watched, begun.shelf, begun.clock
    teacher = yield from teach_in_silence(spec.run, dataset, watched, shelf)
    teacher_seconds = clock.lap()
    search = Trials(spec, Taught.by(spec.run, dataset, teacher, shelf), watched)
    earlier = tuple(one for one in told if isinstance(one, TrialTold))[: spec.trials]
    yield from search.go_through(earlier)
    best, best_alone = search.chosen()
    training_seconds = clock.lap()
    look = f"Judging the chosen students on {len(dataset.test):,} test rows"
    yield StageStarted("evaluate", SHARE_TRAINED, look)
    models = (search.models_of(best_alone), search.models_of(best))
    run = search.run_of(search.trials[best].setting)
    judged = judge_chosen(run, dataset, teacher, *models, len(search.trials), shelf)
    yield SearchFound(
        spec,
        summarise(begun.rows.origin, dataset),
        *judged.columns,
        trials=tuple(search.trials),
        best=best,
        best_alone=best_alone,
        front=front(search.trials),
        verdict=judged.verdict,
        seconds=Seconds(begun.data_seconds, teacher_seconds, training_seconds, clock.lap()),
        stopped_early=watched.has_stopped,
    )


def check_search(spec: SearchSpec) -> None:
    """Refuse choices that cannot work, before any row is read.

    Raises
    ------
    SpecError
        As `core.lab.sweep.run.check_sweep`.
    """
    check_sweep(_as_sweep(spec))


def _as_sweep(spec: SearchSpec) -> SweepSpec:
    """Return a sweep between the bounds: its students and its rows are those of the search."""
    return SweepSpec(
        run=spec.run,
        students=spec.students,
        alphas=spec.alpha,
        temperatures=spec.temperature,
    )
