"""One search, from its spec to what it found, as a stream of events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import torch

from core.data.files import Upload
from core.data.findings import refuse_blocked
from core.distill.methods import check_method
from core.distill.reports import StopSignal
from core.lab.events import StageStarted, Warned
from core.lab.experiment import THREADS
from core.lab.judgement import summarise
from core.lab.result import Seconds
from core.lab.rows import prepare
from core.lab.search.choice import front
from core.lab.search.judge import judge_chosen
from core.lab.search.outcome import SearchFound, TrialTold
from core.lab.search.trials import SHARE_TRAINED, Taught, Trials
from core.lab.sweep.run import check_sweep, in_silence, rows_spec, warned
from core.lab.teacher import teach
from core.lab.teachers import Shelf, shared_shelf
from core.lab.watched import Clock, Watched, never
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
    torch.set_num_threads(THREADS)
    check_search(spec)
    watched = Watched(should_stop)
    clock = Clock(watched)
    yield StageStarted("data", 0.0, "Reading and splitting the rows")
    shelf = shelf or shared_shelf()
    rows = prepare(rows_spec(_as_sweep(spec)), csv, shelf)
    dataset = rows.dataset
    check_method(spec.run, dataset.n_classes)
    refuse_blocked(rows.findings)
    yield from warned(spec.run, rows)
    laps = [clock.lap()]
    teacher = yield from in_silence(teach(spec.run, dataset, watched, shelf))
    laps.append(clock.lap())
    search = Trials(spec, Taught.by(spec.run, dataset, teacher, shelf), watched)
    earlier = tuple(one for one in told if isinstance(one, TrialTold))[: spec.trials]
    yield from search.go_through(earlier)
    best, best_alone = search.chosen()
    laps.append(clock.lap())
    look = f"Judging the chosen students on {len(dataset.test):,} test rows"
    yield StageStarted("evaluate", SHARE_TRAINED, look)
    models = (search.models_of(best_alone), search.models_of(best))
    run = search.run_of(search.trials[best].setting)
    judged = judge_chosen(run, dataset, teacher, *models, len(search.trials), shelf)
    yield SearchFound(
        spec,
        summarise(rows.origin, dataset),
        *judged.columns,
        trials=tuple(search.trials),
        best=best,
        best_alone=best_alone,
        front=front(search.trials),
        verdict=judged.verdict,
        seconds=Seconds(laps[0], laps[1], laps[2], clock.lap()),
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
