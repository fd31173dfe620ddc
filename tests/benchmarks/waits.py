"""What nobody should notice: how long each takes, beside what it should take at most.

Limits are of a quiet machine. Tests prove what happens, whatever the time; this is the time.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch

from core.data.load import load
from core.distill.workers import fit_in_workers
from core.evaluate.compare import Answers, Truth, compare
from core.lab.log import RunLog
from core.runs.jobs import JobPool
from core.spec import DataSpec, TaskSpec
from core.tasks.make import make_dataset
from tests.distill.draining import drain
from tests.distill.test_workers import Switch, lesson
from tests.export.examples import SPECS, export_of, make_encoder, make_network
from tests.lab.test_log import report
from tests.runs.test_jobs_load import Latest
from tests.runs.works import Crank, Pacer, counting, until

REPEATS = 5
WINDOW_DAYS = 20
TEST_ROWS, EPOCHS, EVENTS = 4500, 100_000, 100_000
ASKS_EVERY_SECONDS = 0.005
CONTROLS = ("pause", "resume", "step", "stop", "cancel")


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Return how long a call takes."""
    started = clock()
    work()
    return clock() - started


def scores_of_eleven_models() -> float:
    """Compare five students alone, five distilled and a teacher; processor time."""
    drawn = np.random.default_rng(0)
    models = [("alone", 5), ("distilled", 5), ("teacher", 1)]
    answers = tuple(
        Answers(name, drawn.dirichlet((1, 1), (seeds, TEST_ROWS))) for name, seeds in models
    )
    truth = Truth(drawn.integers(0, 2, TEST_ROWS))

    def judge() -> None:
        comparison = compare(truth, answers)
        for name, _ in models:
            comparison.scores(name)

    return seconds(judge, time.thread_time)


def stocks_made() -> float:
    table = load(DataSpec(sample="us_stocks"))
    return seconds(lambda: make_dataset(table, TaskSpec(name="risk"), WINDOW_DAYS))


def loans_made() -> float:
    table = load(DataSpec(sample="taiwan_credit"))
    return seconds(lambda: make_dataset(table, TaskSpec()))


def network_exported() -> float:
    encoder = make_encoder(23, ())
    model = make_network(SPECS["gru"], encoder, 2)
    return seconds(lambda: export_of(model, encoder, 2))


def epochs_kept() -> float:
    """Put many epochs into the log of a run; processor time."""
    said = [report("students", 1 + number, EPOCHS, ("alone",)) for number in range(EPOCHS)]
    log = RunLog()
    return seconds(lambda: [log.append(event) for event in said], time.process_time)


def long_job_seen() -> float:
    """Look at a job while it says very much; the median of all looks."""
    pool, looks = JobPool(), []
    job_id = pool.submit("Long", counting(*range(EVENTS)), log=Latest())
    while not pool.snapshot(job_id).has_ended:
        looks.append(seconds(lambda: pool.snapshot(job_id)))
        time.sleep(0.01)
    return statistics.median(looks)


def controlled(control: str) -> float:
    """Wait for the effect of a control on work that asks 200 times a second."""
    with pacing() as (pool, pacer, job_id):
        if control in ("resume", "step"):
            pool.pause(job_id)
            until(lambda: is_still(pacer))
        moves = pacer.moves
        effects = {
            "pause": lambda: pool.snapshot(job_id).state == "paused" and is_still(pacer),
            "resume": lambda: pacer.moves > moves,
            "step": lambda: pool.snapshot(job_id).state == "paused",
        }
        ended = lambda: pool.snapshot(job_id).has_ended  # noqa: E731
        act = getattr(pool, control)
        return seconds(lambda: (act(job_id), until(effects.get(control, ended))))


@contextmanager
def pacing() -> Iterator[tuple[JobPool, Pacer, str]]:
    """Give a pool, its work and the job, which is under way."""
    pool, pacer = JobPool(), Pacer(ASKS_EVERY_SECONDS)
    job_id = pool.submit("Pace", pacer)
    until(lambda: pool.snapshot(job_id).version)
    yield pool, pacer, job_id
    pool.shutdown(1.0)


def is_still(pacer: Pacer) -> bool:
    """Whether the work has not moved for four times as long as it takes to move."""
    moves = pacer.moves
    time.sleep(4 * ASKS_EVERY_SECONDS)
    return pacer.moves == moves


def pool_ended() -> float:
    """End a pool whose work listens."""
    with pacing() as (pool, _, _):
        return seconds(lambda: pool.shutdown(10.0))


def deaf_pool_ended() -> float:
    """End a pool whose work does not listen, and which may take 0.2 s."""
    pool, crank = JobPool(), Crank()
    pool.submit("Deaf", crank)
    crank.started.wait()
    spent = seconds(lambda: pool.shutdown(0.2))
    crank.turn("end")
    return spent


def workers_stopped() -> float:
    """Stop a training in two processes within an epoch."""
    training = fit_in_workers(lesson(epochs=400, n_rows=2000), 2, should_stop := Switch())
    for _ in range(3):
        next(training)
    should_stop.is_on = True
    return seconds(lambda: drain(training))


CASES: dict[str, tuple[Callable[[], float], float]] = {
    f"eleven models on {TEST_ROWS:,} rows compared": (scores_of_eleven_models, 2.0),
    "data set of the stocks made": (stocks_made, 2.0),
    "data set of the Taiwan loans made": (loans_made, 1.0),
    "a network exported": (network_exported, 0.5),
    f"{EPOCHS:,} epochs kept": (epochs_kept, 1.0),
    "a long job looked at": (long_job_seen, 0.001),
    **{
        f"{control} takes effect": (lambda control=control: controlled(control), 0.5)
        for control in CONTROLS
    },
    "a pool ended": (pool_ended, 0.5),
    "a pool with deaf work ended": (deaf_pool_ended, 0.4),
    "a training in processes stopped": (workers_stopped, 5.0),
}


def main() -> None:
    """Print one line for each: the median of some times, and what it should be at most."""
    torch.set_num_threads(1)
    print("| what | seconds | at most |\n|-|-|-|")
    for name, (measure, most) in CASES.items():
        found = statistics.median(measure() for _ in range(REPEATS))
        print(f"| {name} | {found:.4f} | {most:g} |", flush=True)


if __name__ == "__main__":
    main()
