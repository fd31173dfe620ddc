"""The decision about one smaller file, and its words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.evaluate.scores import Interval
from core.lab.variant import Measured, Smaller, Variant, judged
from tests.lab.example_result import make_model

NAN = float("nan")


def measured(size: int = 600, agreement: float = 0.995, low: float = -0.004) -> Measured:
    model = make_model("distilled", "MLP 16", 0.75)
    return Measured(
        onnx=bytes(size),
        scores=model.scores,
        latency=model.latency,
        agreement=agreement,
        difference=Interval(-0.001, low, 0.002),
        depends_on_batch=0.0,
    )


FULL = measured(size=1000, agreement=1.0)


def test_a_smaller_file_within_tolerance_is_kept() -> None:
    assert judged("half", measured(), FULL) == Variant(
        "half",
        True,
        "Kept: the file is 40 % smaller, 99.5 % of rows stay in the same class, and AUC differs "
        "by -0.10 points (95 % interval -0.40 to 0.20).",
        measured(),
    )


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        (measured(size=1000), "the file is not smaller, it has 1,000 bytes and the full one 1,000"),
        (measured(size=1001), "the file is not smaller, it has 1,001 bytes and the full one 1,000"),
        (measured(agreement=0.98999), "only 98.9 % of rows stay in the same class"),
        (measured(low=-0.005), "AUC may be more than 0.5 points lower"),
        (measured(low=-0.02), "AUC may be more than 0.5 points lower"),
        (measured(low=NAN), "the difference in AUC is not defined on these rows"),
    ],
)
def test_a_file_beyond_a_limit_is_not_kept(found: Measured, reason: str) -> None:
    variant = judged("half", found, FULL)
    assert not variant.is_kept
    assert variant.reason.startswith(f"Not kept: {reason}")


def test_every_limit_that_is_missed_is_told() -> None:
    reason = judged("half", measured(size=2000, agreement=0.5, low=-1), FULL).reason
    assert reason.count(";") == 2


def test_better_is_no_reason_against() -> None:
    found = replace(measured(), difference=Interval(0.02, 0.01, 0.03))
    assert judged("half", found, FULL).is_kept


def test_a_dependence_on_other_rows_is_a_reason_against() -> None:
    variant = judged("half", replace(measured(), depends_on_batch=0.0213), FULL)
    assert not variant.is_kept
    assert "changes by up to 0.02 with the rows that are asked beside it" in variant.reason
    assert judged("half", replace(measured(), depends_on_batch=1e-6), FULL).is_kept


def test_the_smallest_of_those_kept_is_found() -> None:
    variants = [
        judged("small", measured(size=100), FULL),
        judged("smaller", measured(size=50), FULL),
        judged("smallest and wrong", measured(size=10, agreement=0.1), FULL),
        Variant("impossible", False, "Not possible.", None),
    ]
    assert Smaller(FULL, tuple(variants)).smallest_kept.name == "smaller"
    assert Smaller(FULL, tuple(variants[2:])).smallest_kept is None
