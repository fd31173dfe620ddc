"""Writes down what the jobs of a pool say, so that a run outlives the page and the server."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import cast

from core.evaluate.scores import METRICS
from core.lab.records.events import Told, encode_event
from core.lab.records.result import encode_result
from core.lab.result import Result
from core.lab.study import OUTCOMES, Outcome, encode_outcome
from core.runs.journal import NotOursError
from core.runs.records import RunState
from core.runs.snapshot import JobState
from core.runs.stopwatch import Stopwatch
from core.runs.store import RunStore

OUTCOME_TAG, SENTENCE_TAG = "outcome", "verdict"
NOTHING = "nothing_to_learn"

SECONDS = "seconds"
"""Name of the time that an attempt spent running, kept when it is held and when it ends."""


class RunJournal:
    """Keeps every event of the runs of a registry before anybody sees it.

    What is said of a run that another server has taken up by now raises `NotOursError`, and
    nothing is written.

    Parameters
    ----------
    store : RunStore
        Holds a row for each run; a job without one, such as the warming up, is not kept.
    on_done : callable, optional
        Told the id of each run that is done, once that is written down; must not raise.
    """

    def __init__(self, store: RunStore, on_done: Callable[[str], None] | None = None) -> None:
        self._store, self._on_done = store.in_care(), on_done
        self._kept: dict[str, Stopwatch] = {}
        self._studies: set[str] = set()

    def keep(self, run_id: str) -> None:
        """Write down what a job says from now on."""
        self._kept[run_id] = Stopwatch()

    def started(self, job_id: str) -> None:
        """Mark the run as running."""
        if job_id in self._kept:
            self._kept[job_id].start()
            self._store.log_metrics(job_id, [(SECONDS, 0.0)])
            self._store.start(job_id)

    def event(self, job_id: str, event: object) -> None:
        """Keep an event; of a result also its files, its scores and its verdict."""
        if job_id not in self._kept:
            return
        if isinstance(event, OUTCOMES):
            self._found(job_id, event)
        elif isinstance(event, Result):
            artefacts = tuple(encode_result(event))
            # Files have no owner: what is refused in the registry must not touch them either.
            self._store.log_metrics(job_id, metrics_of(event))
            self._store.set_tag(job_id, OUTCOME_TAG, outcome_of(event))
            self._store.set_tag(job_id, SENTENCE_TAG, event.verdict.sentence)
            for artefact in artefacts:
                self._store.artefacts.write(job_id, artefact.name, artefact.data)
        else:
            self._store.append(job_id, *encode_event(cast(Told, event)))

    def paused(self, job_id: str) -> None:
        """Mark the run as paused."""
        if job_id in self._kept:
            self._keep_seconds(job_id, self._kept[job_id])
            self._store.set_state(job_id, "paused")

    def resumed(self, job_id: str) -> None:
        """Mark the run as running again."""
        if job_id in self._kept:
            self._kept[job_id].start()
            self._store.set_state(job_id, "running")

    def ended(self, job_id: str, state: JobState, error: str) -> None:
        """Keep how the run ended, unless that is no longer ours to say."""
        if job_id not in self._kept:
            return
        with suppress(NotOursError):
            self._keep_seconds(job_id, self._kept[job_id])
            self._store.set_state(job_id, cast(RunState, state), error)
            if state == "done" and self._on_done is not None and job_id not in self._studies:
                self._on_done(job_id)
        self._studies.discard(job_id)
        del self._kept[job_id]

    def _found(self, job_id: str, outcome: Outcome) -> None:
        """Keep what a study found; it is no run that could be sent elsewhere."""
        self._studies.add(job_id)
        artefact = encode_outcome(outcome)
        self._store.set_tag(job_id, SENTENCE_TAG, outcome.sentence)
        self._store.artefacts.write(job_id, artefact.name, artefact.data)

    def _keep_seconds(self, job_id: str, stopwatch: Stopwatch) -> None:
        stopwatch.stop()
        self._store.log_metrics(job_id, [(SECONDS, stopwatch.seconds)])


def metrics_of(result: Result) -> Iterator[tuple[str, float]]:
    """Name every number of a result that runs are listed and compared by; finite ones only."""
    difference = result.verdict.difference
    numbers = {"difference": difference.mean, "difference_low": difference.low}
    numbers |= {"difference_high": difference.high, "agreement": result.agreement}
    for column in result.columns:
        scores = {name: getattr(column.scores, name).mean for name in METRICS}
        costs = {
            "parameters": column.cost.parameters,
            "size_bytes": column.cost.size_bytes,
            "latency_ms": column.latency.one_row.median,
        }
        numbers |= {f"{column.role}.{name}": value for name, value in (scores | costs).items()}
    for name, value in numbers.items():
        if math.isfinite(value):
            yield name, float(value)


def outcome_of(result: Result) -> str:
    """Return the verdict in one word, which claims what the sentence of the verdict claims.

    Better, worse, no_clear_difference or nothing_to_learn; smoothing_better or smoothing_worse
    where no teacher spoke.
    """
    verdict = result.verdict
    if verdict.nothing_to_learn and not verdict.too_few_rows:
        return NOTHING
    is_claimed = verdict.outcome != "no_clear_difference"
    by = "smoothing_" if is_claimed and verdict.helper == "smoothing" else ""
    return f"{by}{verdict.outcome}"
