"""One run, from its spec to its result, as a stream of events."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from core.data.files import Upload
from core.distill.methods import check_method
from core.distill.reports import EpochReport, StopSignal
from core.lab.events import Event, StageStarted
from core.lab.judgement import Trained, conclude, judge_models
from core.lab.opening import Opened, opened
from core.lab.result import Seconds
from core.lab.teacher import teach
from core.lab.teachers import Shelf
from core.lab.teaching import study
from core.lab.walk import SHARE_AFTER, SHARE_BEFORE, walk
from core.lab.watched import never, recorded, timed
from core.models.catalog import check_models
from core.models.device import device_of
from core.spec import RunSpec


def run(
    spec: RunSpec,
    csv: Upload | None = None,
    should_stop: StopSignal = never,
    shelf: Shelf | None = None,
) -> Iterator[Event]:
    """Load, train, teach, judge: yield what happens; the last event is the `Result`.

    To cancel is to stop iterating, or to raise when asked whether to stop; to pause is to wait,
    in either place. Many models that take long train in several processes.

    Parameters
    ----------
    spec : RunSpec
        Every choice.
    csv : Upload, optional
        The uploaded file, or several of one security each, when the data source is "csv".
    should_stop : StopSignal
        Asked between batches; True ends the training there, keeps the best finished epoch
        and goes on to the verdict. It may block, which pauses the run, or raise.
    shelf : Shelf, optional
        Where trained teachers are kept and found again; by default that of the process.

    Yields
    ------
    Event

    Raises
    ------
    LabError
        When the choices cannot work, or the rows cannot be used.
    """
    check_models(spec)
    check_method(spec)
    device_of(spec.train.device)
    begun = yield from opened(spec, csv, should_stop, shelf)
    rows, dataset, watched = begun.rows, begun.dataset, begun.watched
    trained, seconds = yield from _train(spec, begun)
    walked = yield from walk(spec, rows.blocks, watched)
    walk_seconds = begun.clock.lap()
    share = SHARE_AFTER if rows.blocks else SHARE_BEFORE
    yield StageStarted("evaluate", share, f"Judging every model on {len(dataset.test):,} test rows")
    judgement = judge_models(dataset, trained, spec.task.horizon_days, begun.shelf, watched)
    laps = Seconds(begun.data_seconds, *seconds, begun.clock.lap(), walk_seconds)
    result = conclude(spec, rows.origin, dataset, trained, judgement, laps)
    yield replace(result, walk=walked)


def _train(
    spec: RunSpec, begun: Opened
) -> Generator[Event, None, tuple[Trained, tuple[float, float]]]:
    dataset, watched, shelf = begun.dataset, begun.watched, begun.shelf
    curves: list[EpochReport] = []
    teacher = yield from recorded(teach(spec, dataset, watched, shelf), curves)
    teacher_seconds = begun.clock.lap()
    if watched.has_stopped:
        shelf = Shelf()
    studying = timed(study(spec, dataset, teacher, shelf, watched), watched)
    students = yield from recorded(studying, curves)
    trained = Trained(teacher, students, tuple(curves), watched.has_stopped)
    return trained, (teacher_seconds, begun.clock.lap())
