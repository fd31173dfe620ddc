"""A distilled student made smaller still, in several ways, each judged before it is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from core.evaluate.compare import Answers, Comparison, Truth, compare
from core.evaluate.speed.latency import Candidate, measure_latency
from core.export.prune import prune_units, prune_weights
from core.export.quantize import quantize_arithmetic, quantize_weights
from core.export.rewritten import CannotShrinkError
from core.export.session import Session
from core.lab.variant import Measured, Smaller, Variant, judged

FULL = "full"
ROWS_AT_ONCE = 256
MOST_SINGLE_ROWS = 2000
ROWS_TO_TIME = 1024
SECONDS_TO_TIME = 1.0

Make = Callable[[bytes], bytes]


def _half_the_units_in_eight_bits(model: bytes, rows: np.ndarray | None) -> bytes:
    return quantize_weights(prune_units(model, 0.5, rows))


def ways(training_rows: np.ndarray | None = None) -> Mapping[str, Make]:
    """Return every way of shrinking by its name.

    Parameters
    ----------
    training_rows : ndarray of shape (n_rows, n_columns), optional
        Raw rows that tell which units matter; never test rows.
    """
    return MappingProxyType(
        {
            "Weights in 8 bits": quantize_weights,
            "Arithmetic in 8 bits": quantize_arithmetic,
            "Half of the weights zero": partial(prune_weights, share=0.5),
            "A quarter of the units dropped": partial(prune_units, share=0.25, rows=training_rows),
            "Half of the units dropped": partial(prune_units, share=0.5, rows=training_rows),
            "Half of the units dropped, weights in 8 bits": partial(
                _half_the_units_in_eight_bits, rows=training_rows
            ),
        }
    )


def smaller_variants(
    student: bytes,
    test_rows: np.ndarray,
    truth: Truth,
    validation_rows: np.ndarray,
    training_rows: np.ndarray | None = None,
    seconds: float = SECONDS_TO_TIME,
) -> Smaller:
    """Shrink a student in every way and judge each file on the test rows.

    What makes a variant worth keeping is said by `core.lab.variant.judged`.

    Parameters
    ----------
    student : bytes
        The ONNX file of the distilled student.
    test_rows : ndarray of shape (n_rows, n_columns) or (n_rows, window, n_columns)
        Raw test rows as the file reads them, in the order of `truth`.
    truth : Truth
        The classes of the test rows.
    validation_rows : ndarray
        Raw rows that decide on nothing here; what a file answers to them is kept, since its
        threshold is chosen by them.
    training_rows : ndarray, optional
        Raw training rows, which tell which hidden units matter.
    seconds : float
        Wall time to spend on timing all files in turns.

    Returns
    -------
    Smaller
    """
    files: dict[str, bytes] = {FULL: student}
    reasons: dict[str, str] = {}
    for name, make in ways(training_rows).items():
        try:
            files[name] = make(student)
        except CannotShrinkError as problem:
            reasons[name] = f"Not possible for this student: {problem}."
    measured = _measure(files, test_rows, truth, validation_rows, seconds)
    full = measured[FULL]
    variants = tuple(
        Variant(name, False, reasons[name], None)
        if name in reasons
        else judged(name, measured[name], full)
        for name in ways()
    )
    return Smaller(full, variants)


def _measure(
    files: Mapping[str, bytes],
    rows: np.ndarray,
    truth: Truth,
    validation_rows: np.ndarray,
    seconds: float,
) -> dict[str, Measured]:
    asked = {name: _Asked.of(file, rows) for name, file in files.items()}
    answers = tuple(Answers(name, one.together[None]) for name, one in asked.items())
    comparison = compare(truth, answers)
    candidates = [Candidate(name, file, rows[:ROWS_TO_TIME]) for name, file in files.items()]
    latencies = measure_latency(candidates, seconds=seconds)
    return {
        name: Measured(
            onnx=files[name],
            scores=comparison.scores(name),
            latency=latency,
            agreement=_agreement(comparison, asked, name),
            difference=comparison.difference("auc", name, FULL),
            depends_on_batch=asked[name].depends_on_batch,
            test=asked[name].together.astype(np.float32),
            validation=_answers(Session(files[name]), validation_rows).astype(np.float32),
        )
        for name, latency in zip(files, latencies, strict=True)
    }


@dataclass(frozen=True)
class _Asked:
    """Probabilities of rows asked in batches, and of the first of them asked one by one."""

    together: np.ndarray
    singly: np.ndarray

    @classmethod
    def of(cls, file: bytes, rows: np.ndarray) -> _Asked:
        session = Session(file)
        return cls(_answers(session, rows), _answers(session, rows[:MOST_SINGLE_ROWS], 1))

    @property
    def depends_on_batch(self) -> float:
        return float(np.abs(self.together[: len(self.singly)] - self.singly).max())


def _answers(session: Session, rows: np.ndarray, at_once: int = ROWS_AT_ONCE) -> np.ndarray:
    """Ask rows in batches; the answers have 64 bits."""
    batches = (rows[start : start + at_once] for start in range(0, len(rows), at_once))
    return np.concatenate([session.run(batch) for batch in batches]).astype(np.float64)


def _agreement(comparison: Comparison, asked: Mapping[str, _Asked], name: str) -> float:
    ours, theirs = (asked[one].singly.argmax(axis=1) for one in (name, FULL))
    return min(comparison.agreement(name, FULL), float((ours == theirs).mean()))
