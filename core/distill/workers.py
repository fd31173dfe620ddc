"""Students that train in several processes, with the numbers of training in one.

Each worker process trains some of the learners in turn, an epoch each, tells what came of it,
and waits for leave to go on: a parent that pauses pauses its workers. They are given what to
learn from their parent, and read and write no file.
"""

from __future__ import annotations

import math
import multiprocessing
import time
from collections.abc import Generator
from typing import Any

import joblib

from core.distill.learners import TrainedLearner
from core.distill.reports import LearnerReport, StopSignal, asked_in_vain
from core.distill.turns import Lesson, Turns
from core.distill.worker import EndAfter, GoOn, PackedLesson, Told, serve
from core.models.device import device_of

WORTH_SECONDS = 8.0
MOST_WORKERS = 8
MOST_BYTES = 2**30
"""Of the rows in all worker processes together, since each holds its own."""
ASK_SECONDS = 0.05
START_SECONDS = 60.0
END_SECONDS = 2.0

Rounds = Generator[tuple[LearnerReport, ...], None, tuple[TrainedLearner, ...]]


def workers_for(turns: Turns, should_stop: StopSignal) -> int:
    """Return in how many worker processes to train; 1 means in this one.

    There are as many as processors at most, and none where the first learner's pace says that
    all of them together are done before worker processes would pay, on a graphics card, or
    within a worker process of somebody else.
    """
    lesson = turns.lesson
    n_learners = len(lesson.learners)
    most: int = min(joblib.cpu_count(), n_learners, MOST_WORKERS, MOST_BYTES // lesson.size_bytes)
    is_elsewhere = device_of(lesson.settings.device).type != "cpu"
    if most < 2 or is_elsewhere or multiprocessing.parent_process():
        return 1
    if turns.seconds_ahead(should_stop) <= WORTH_SECONDS:
        return 1
    return math.ceil(n_learners / math.ceil(n_learners / most))


def fit_in_workers(lesson: Lesson, n_workers: int, should_stop: StopSignal) -> Rounds:
    """Train students in worker processes, yielding one report a student after each epoch.

    A process that is lost is replaced by this one, which trains its learners again: the numbers
    are the same. When the generator ends or is closed, so do the processes.

    Parameters
    ----------
    lesson : Lesson
    n_workers : int
        Processes to start, each for every so many-th learner.
    should_stop : StopSignal
        Asked many times a second; an unfinished epoch is dropped for all students, but the
        first is always finished.

    Returns
    -------
    tuple of TrainedLearner
        In the order of the learners, those that had a usable epoch.
    """
    crew: list[_Worker] = []
    try:
        for number in range(n_workers):
            crew.append(_Worker(lesson.share(number, n_workers)))
        for worker in crew:
            worker.begin(asked_in_vain(should_stop))
        rounds = yield from _rounds(crew, should_stop)
        trained = [one for worker in crew for one in worker.trained(rounds, should_stop)]
    finally:
        for worker in crew:
            worker.end()
    found = {one.learner: one for one in trained}
    return tuple(found[learner] for learner in lesson.learners if learner in found)


def _rounds(
    crew: list[_Worker], should_stop: StopSignal
) -> Generator[tuple[LearnerReport, ...], None, int]:
    """Yield the reports of every round, in the order of the learners; return how many to keep."""
    number = 0
    while True:
        ask = should_stop if number else asked_in_vain(should_stop)
        told = []
        for worker in crew:
            one = worker.told(number + 1, ask)
            if one is None:
                return number
            told.append(one)
        number += 1
        is_over = all(one.is_over for one in told)
        if not is_over:
            for worker in crew:
                worker.go_on()
        n_learners = sum(len(one.reports) for one in told)
        yield tuple(told[n % len(crew)].reports[n // len(crew)] for n in range(n_learners))
        if is_over or should_stop():
            return number


class _Worker:
    """Some of the learners, in a process of their own; in this one when that is lost."""

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson
        self.here: Turns | None = None
        context = multiprocessing.get_context("spawn")
        self.line, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs,), daemon=True)
        self.has_process = True
        try:
            self.process.start()
        except OSError:
            self.has_process = False
            self._take_over()
        theirs.close()

    def begin(self, should_stop: StopSignal) -> None:
        """Wait until the process is there, give it the lesson, and let it train a round."""
        if self.here is None and self._answer(should_stop, START_SECONDS):
            self._send(PackedLesson.of(self.lesson))
            self.go_on()

    def go_on(self) -> None:
        """Let the process train the next round."""
        self._send(GoOn())

    def told(self, number: int, should_stop: StopSignal) -> Told | None:
        """Return what came of a round; None once `should_stop` says so."""
        if self.here is None:
            answer: Told | None = self._answer(should_stop)
            if self.here is None:
                return answer
        return self._train_here(self.here, number, should_stop)

    def trained(self, rounds: int, should_stop: StopSignal) -> tuple[TrainedLearner, ...]:
        """Return the learners as they were after so many rounds, the latest or the one before."""
        self._send(EndAfter(rounds))
        answer: Any = None
        while self.here is None and (answer is None or isinstance(answer, Told)):
            answer = self._answer(asked_in_vain(should_stop))
        if self.here is None:
            return tuple(one.unpacked(self.lesson) for one in answer)
        self._train_here(self.here, rounds, should_stop)
        self.here.keep(rounds)
        return self.here.trained()

    def end(self) -> None:
        """End the process at once, and leave nothing of it behind."""
        self.line.close()
        if self.has_process:
            self.has_process = False
            self.process.terminate()
            self.process.join(END_SECONDS)
            if self.process.exitcode is None:
                self.process.kill()
                self.process.join()
            self.process.close()

    def _send(self, order: object) -> None:
        if self.here is None:
            try:
                self.line.send(order)
            except OSError:
                self._take_over()

    def _answer(self, should_stop: StopSignal, seconds: float = math.inf) -> Any:
        """Return what the process tells; None once `should_stop` says so, or it is lost."""
        until = time.perf_counter() + seconds
        while not self.line.poll(ASK_SECONDS):
            if should_stop():
                return None
            if time.perf_counter() > until:
                return self._take_over()
        try:
            return self.line.recv()
        except (EOFError, OSError):
            return self._take_over()

    def _take_over(self) -> None:
        self.end()
        self.here = Turns(self.lesson)

    @staticmethod
    def _train_here(turns: Turns, number: int, should_stop: StopSignal) -> Told | None:
        """Train up to a round in this process, the rounds before it again where need be."""
        reports: tuple[LearnerReport, ...] | None = ()
        while turns.rounds < number:
            reports = turns.train_round(should_stop)
            if reports is None:
                return None
        return Told(reports or (), turns.is_over)
