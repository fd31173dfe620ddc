"""How much sooner two worker processes have sequence students ready than one.

Run it with ``python -m tests.benchmarks.cluster``. The clock runs from the first task's
begin to the last result, medians of some turns; the start of the processes is told beside it.
Processor time is that of the busiest process, which tells the same where a machine is busy
with other work, but for the moments in which a process waits for a task.

What a machine can reach is measured too: the same students trained by one plain process, and by
two that know nothing of each other. Two processors that are halves of one core come nowhere near
twice the speed, whoever shares the work out.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from statistics import median

import torch

from core.distill.learners import TrainedLearner
from core.distill.reports import StopSignal
from core.distill.students import paired_learners
from core.distill.turns import Lesson, Turns
from core.distill.worker import PackedLearner, PackedLesson
from core.lab.cluster.choice import cluster
from core.lab.cluster.settings import ClusterSettings
from core.lab.cluster.tasks import Task
from core.lab.lesson import lesson_of, parts_of, teachers_answers
from core.lab.opening import THREADS
from core.lab.rows import prepare
from core.lab.teacher import teach
from core.lab.teachers import Shelf
from core.lab.watched import Watched, never
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

SPEC = RunSpec(
    data=DataSpec(source="sample", sample="us_stocks"),
    task=TaskSpec(name="risk"),
    teacher=ModelSpec(name="trees"),
    student=ModelSpec(name="gru", width=16),
    train=TrainSpec(epochs=8, seeds=4),
)
TURNS = 2


@dataclass(frozen=True)
class Timed:
    """Seconds until a first task begins, and from there to the last result."""

    start: float
    training: float
    processor: float
    weights: bytes


@dataclass(frozen=True)
class Trained:
    """What came of one task, and the processor time that it took of which process."""

    process: int
    seconds: float
    learners: tuple[PackedLearner, ...]


def train_one(
    should_stop: StopSignal, lesson: PackedLesson, number: int
) -> Generator[object, None, Trained]:
    """Train one student, an epoch a step."""
    yield "begun"
    started = time.thread_time()
    turns = Turns(lesson.unpacked().share(number, len(lesson.learners)))
    while not turns.is_over:
        reports = turns.train_round(should_stop)
        if reports is None:
            break
        yield reports
    learners = tuple(PackedLearner.of(one) for one in turns.trained())
    return Trained(os.getpid(), time.thread_time() - started, learners)


def _last(events: Iterator[object]) -> TrainedLearner:
    """Return what a generator returns."""
    while True:
        try:
            next(events)
        except StopIteration as end:
            return end.value


def packed_lesson() -> PackedLesson:
    """Return what the students of the spec are taught."""
    shelf = Shelf()
    dataset = prepare(SPEC, None, shelf).dataset
    teacher = _last(teach(SPEC, dataset, Watched(never), shelf))
    parts = parts_of(SPEC, dataset)
    said = teachers_answers(SPEC, dataset, teacher, parts, shelf)
    train, validation = lesson_of(SPEC.student, parts, said)
    return PackedLesson.of(
        Lesson(SPEC.student, paired_learners(SPEC), train, validation, SPEC.train)
    )


def timed(processes: int, lesson: PackedLesson) -> Timed:
    """Train every student on so many processes."""
    tasks = [Task(str(number), train_one, (number,)) for number in range(len(lesson.learners))]
    asked, begun, results = time.perf_counter(), 0.0, {}
    for told in cluster(ClusterSettings(processes=processes))(tasks, never, shared=lesson):
        begun = begun or time.perf_counter()
        if told.is_last:
            results[told.key] = told.event
            ended = time.perf_counter()
    trained = [results[task.key] for task in tasks]
    busy: Counter[int] = Counter()
    for one in trained:
        busy[one.process] += one.seconds
    weights = b"".join(
        array.tobytes()
        for one in trained
        for learner in one.learners
        for array in learner.weights.values()
    )
    return Timed(begun - asked, ended - begun, max(busy.values()), weights)


def train_share(lesson: PackedLesson, numbers: Sequence[int], ready: Barrier) -> None:
    """Train some of the students, from the moment that all processes are ready."""
    torch.set_num_threads(THREADS)
    ready.wait()
    for number in numbers:
        for _ in train_one(never, lesson, number):
            pass
    ready.wait()


def plain_seconds(processes: int, lesson: PackedLesson) -> float:
    """Train every student in so many processes that only begin and end together."""
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Barrier(processes + 1)
    shares = [range(len(lesson.learners))[own::processes] for own in range(processes)]
    children = [
        spawn.Process(target=train_share, args=(lesson, share, ready), daemon=True)
        for share in shares
    ]
    for child in children:
        child.start()
    ready.wait()
    begun = time.perf_counter()
    ready.wait()
    seconds = time.perf_counter() - begun
    for child in children:
        child.join()
    return seconds


def main() -> None:
    """Print the times of one and of two processes, and their ratio."""
    lesson = packed_lesson()
    what = f"{len(lesson.learners)} GRU students of {SPEC.train.epochs} epochs"
    print(f"{what}, {len(lesson.train[1]):,} rows of us_stocks, risk\n")
    found: dict[int, list[Timed]] = {1: [], 2: []}
    plain: list[tuple[float, float]] = []
    for _ in range(TURNS):
        for processes, turns in found.items():
            turns.append(timed(processes, lesson))
        plain.append((plain_seconds(1, lesson), plain_seconds(2, lesson)))
    print("| processes | start s | training s | processor s of the busiest |\n|-|-|-|-|")
    for processes, turns in found.items():
        start = median(turn.start for turn in turns)
        training = median(turn.training for turn in turns)
        busiest = median(turn.processor for turn in turns)
        print(f"| {processes} | {start:.1f} | {training:.1f} | {busiest:.1f} |")
    pairs = list(zip(*found.values(), strict=True))
    print(f"\ntraining, one to two: {ratios([(a.training, b.training) for a, b in pairs])}")
    print(f"processor, one to two: {ratios([(a.processor, b.processor) for a, b in pairs])}")
    print(f"plain processes, one to two: {ratios(plain)}")
    print(f"the same weights: {len({turn.weights for both in pairs for turn in both}) == 1}")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def ratios(pairs: list[tuple[float, float]]) -> str:
    """Return the median ratio of pairs, and each of them."""
    found = [one / two for one, two in pairs]
    return f"{median(found):.2f} ({', '.join(f'{ratio:.2f}' for ratio in found)})"


if __name__ == "__main__":
    main()
