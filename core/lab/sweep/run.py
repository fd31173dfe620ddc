"""One sweep, from its spec to its outcome, as a stream of events."""

from __future__ import annotations

from collections.abc import Generator, Iterator

from core.data.files import Upload
from core.distill.chain import steps_between
from core.distill.learners import TaughtRows, TrainedLearner
from core.distill.methods import check_method
from core.distill.reports import StopSignal
from core.errors import SpecError, TrainingError
from core.lab.cluster.choice import runner
from core.lab.cluster.inline import inline
from core.lab.events import StageStarted, Warned
from core.lab.judgement import summarise
from core.lab.lesson import lesson_of, parts_of, shown_of, teachers_answers
from core.lab.opening import opened
from core.lab.result import Seconds
from core.lab.sweep.elsewhere import Lesson, train_elsewhere
from core.lab.sweep.estimate import sizes_of, students_seconds
from core.lab.sweep.judge import judge_cells
from core.lab.sweep.outcome import CellsTold, Sweep
from core.lab.sweep.pace import Sizes
from core.lab.sweep.train import TrainedStudent, learners_of, train_cells
from core.lab.teacher import teach_in_silence
from core.lab.teachers import Shelf
from core.lab.watched import Watched, never
from core.models.catalog import check_models, reads_windows
from core.models.device import device_of
from core.models.names import model_name
from core.spec import RunSpec
from core.spec.sweep import SweepSpec
from core.tasks.dataset import Dataset

SHARE_TAUGHT, SHARE_TRAINED = 0.2, 0.8

Event = StageStarted | Warned | CellsTold | Sweep
Students = tuple[TrainedStudent, ...]


def run_sweep(
    spec: SweepSpec,
    csv: Upload | None = None,
    should_stop: StopSignal = never,
    shelf: Shelf | None = None,
) -> Iterator[Event]:
    """Train every cell of a sweep and judge it: yield what happens; the last event is the `Sweep`.

    To cancel is to stop iterating, or to raise when asked whether to stop.

    Parameters
    ----------
    spec : SweepSpec
        Training choices are not searched here: every cell trains with those of the run.
    csv : Upload, optional
        Uploaded rows, when the data source is "csv".
    should_stop : StopSignal
        Asked between batches; True ends the training, and what was trained by then is judged.
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
    check_sweep(spec)
    begun = yield from opened(spec.run, csv, should_stop, shelf, rows_spec(spec))
    dataset, watched, shelf, clock = begun.dataset, begun.watched, begun.shelf, begun.clock
    teacher = yield from teach_in_silence(spec.run, dataset, watched, shelf)
    teacher_seconds = clock.lap()
    trained, notes = yield from _train(spec, dataset, teacher, watched, shelf)
    training_seconds = clock.lap()
    n_rows = f"{len(dataset.validation):,} validation and {len(dataset.test):,} test rows"
    yield StageStarted("evaluate", SHARE_TRAINED, f"Judging every cell on {n_rows}")
    found = judge_cells(spec, dataset, teacher, trained, shelf)
    yield Sweep(
        spec=spec,
        data=summarise(begun.rows.origin, dataset),
        baseline=found.baseline,
        teacher=found.teacher,
        students=found.students,
        cells=found.cells,
        best=found.best,
        verdict=found.verdict,
        seconds=Seconds(begun.data_seconds, teacher_seconds, training_seconds, clock.lap()),
        stopped_early=watched.has_stopped,
        notes=notes,
    )


def check_sweep(spec: SweepSpec) -> None:
    """Refuse choices that cannot work, before any row is read.

    Raises
    ------
    SpecError
        When a student or the method does not fit, or the method trains models in between,
        which would differ from cell to cell.
    """
    for student in spec.students:
        run = spec.cell(student, spec.alphas[0], spec.temperatures[0])
        check_models(run)
        check_method(run)
        if steps_between(run.distill.method, run):
            raise SpecError(
                "The teacher must speak to the students of a sweep itself",
                f"the method {run.distill.method} trains models in between",
                "Choose soft targets or another method without steps.",
            )
    device_of(spec.run.train.device)


def rows_spec(spec: SweepSpec) -> RunSpec:
    """Return the run whose rows serve all students: that of the longest window."""
    windows = [one for one in spec.students if reads_windows(one)]
    student = max(windows, key=lambda one: one.window, default=spec.students[0])
    return spec.run.model_copy(update={"student": student})


def _train(
    spec: SweepSpec, dataset: Dataset, teacher: TrainedLearner, watched: Watched, shelf: Shelf
) -> Generator[StageStarted | CellsTold, None, tuple[Students, tuple[str, ...]]]:
    """Train one student after another; one that cannot be trained is left out with a note."""
    parts = parts_of(spec.run, dataset)
    said = teachers_answers(spec.run, dataset, teacher, parts, shelf)
    shown = shown_of(spec.run, teacher.model, parts)
    trained: list[TrainedStudent] = []
    notes: list[str] = []
    error: TrainingError | None = None
    for place, student in enumerate(spec.students):
        if watched.has_stopped and trained:
            notes.append(f"Stopped before {model_name(student)} was trained.")
            continue
        rows = lesson_of(student, parts, said, shown)
        step = (SHARE_TRAINED - SHARE_TAUGHT) / len(spec.students)
        shares = (SHARE_TAUGHT + place * step, SHARE_TAUGHT + (place + 1) * step)
        training = _training(spec, place, rows, sizes_of(dataset), shares, watched)
        try:
            trained.append((yield from training))
        except TrainingError as problem:
            notes.append(f"{model_name(student)} is left out: {problem}")
            error = problem
    if not trained and error is not None:
        raise error
    return tuple(trained), (*notes, *_on_lost_seeds(spec, trained), *_on_windows(spec))


def _on_windows(spec: SweepSpec) -> Iterator[str]:
    """Say where students share rows that a run of one of them would split in another way."""
    windows = {one.window if reads_windows(one) else 1 for one in spec.students}
    if len(windows) > 1:
        yield (
            f"All students learn from the rows that a window of {max(windows)} days leaves; a cell "
            "that is opened as a run has the rows of its own window, and its numbers differ a bit."
        )


def _on_lost_seeds(spec: SweepSpec, trained: list[TrainedStudent]) -> Iterator[str]:
    """Say which students are judged with fewer seeds than were asked for."""
    n_seeds = spec.run.train.seeds
    for one in trained:
        n_kept = len(one.alone)
        if n_kept < n_seeds:
            yield (
                f"{model_name(one.spec)} was judged with {n_kept} of {n_seeds} seeds: the others "
                "were stopped, or the student alone had no usable epoch in them."
            )
        yield from _on_lost_cells(one)


def _on_lost_cells(one: TrainedStudent) -> Iterator[str]:
    """Say where a cell of a student lost seeds that the student alone kept."""
    kept = [len(own) for _, own in one.cells]
    n_fewer, n_lost = sum(0 < n < len(one.alone) for n in kept), kept.count(0)
    if n_fewer:
        yield (
            f"Cells of {model_name(one.spec)} with fewer seeds than the student alone: {n_fewer} "
            f"of {len(kept)}, for some of their trainings had no usable epoch. Each is compared "
            "with the student alone of the same seeds, and cells that kept every seed are chosen "
            "before it."
        )
    if n_lost:
        yield (
            f"Cells of {model_name(one.spec)} that cannot be judged: {n_lost} of {len(kept)}, for "
            "too few of their trainings had a usable epoch."
        )
    taught = [len(own) for (alpha, _), own in one.cells if alpha > 0]
    if taught and max(taught) < one.n_begun:
        yield (
            f"No cell of {model_name(one.spec)} with alpha above 0 kept every seed: the validation "
            "rows rank its cells, alpha 0 too, by their mean difference to the student alone over "
            "the seeds that each has left."
        )


def _training(
    spec: SweepSpec,
    place: int,
    rows: tuple[TaughtRows, TaughtRows],
    sizes: Sizes,
    shares: tuple[float, float],
    watched: Watched,
) -> Generator[StageStarted | CellsTold, None, TrainedStudent]:
    """Train one student here, or where its seeds are shared out."""
    student, settings = spec.students[place], spec.run.train
    seconds = students_seconds(student, len(learners_of(spec)), settings, sizes)
    run = runner(seconds, settings.seeds)
    sentence = _sentence(spec, place)
    if run is inline:
        return (yield from train_cells(spec, place, *rows, sentence, shares, watched))
    lesson = Lesson(spec, place, *rows)
    return (yield from train_elsewhere(lesson, run, sentence, shares, watched))


def _sentence(spec: SweepSpec, place: int) -> str:
    name, n_trained = model_name(spec.students[place]), len(learners_of(spec))
    which = f", student {place + 1} of {len(spec.students)}" if len(spec.students) > 1 else ""
    return f"Training {n_trained:,} students: {name}{which}"
