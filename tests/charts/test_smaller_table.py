"""Smaller files as a table, and the sentence about the smallest of them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.charts.smaller_table import HEADER, smaller_table, smallest_sentence
from core.evaluate.scores import Interval
from core.lab.variant import Measured, Smaller, Variant, judged
from tests.lab.example_result import make_model

NAN = float("nan")


def measured(size: int, agreement: float = 0.995) -> Measured:
    model = make_model("distilled", "MLP 16", 0.75)
    return Measured(
        onnx=bytes(size),
        scores=model.scores,
        latency=model.latency,
        agreement=agreement,
        difference=Interval(-0.001, -0.004, 0.002),
        depends_on_batch=0.0,
    )


FULL = measured(2000, agreement=1.0)
KEPT = judged("Half of the units dropped", measured(800), FULL)
REFUSED = judged("Weights in 8 bits", measured(500, agreement=0.98999), FULL)
IMPOSSIBLE = Variant("Half of the weights zero", False, "Not possible: it has no weights.", None)
SMALLER = Smaller(FULL, (KEPT, REFUSED, IMPOSSIBLE))


def cells(name: str) -> tuple[object, ...]:
    return next(row for row in smaller_table(SMALLER).rows if row[0] == name)


def test_the_full_student_comes_first_then_every_way_in_its_order() -> None:
    names = [row[0] for row in smaller_table(SMALLER).rows]
    assert names == ["The full student", KEPT.name, REFUSED.name, IMPOSSIBLE.name]


def test_each_file_shows_its_size_score_agreement_and_time() -> None:
    _, reason, size, auc, same, one_row = cells(KEPT.name)
    assert reason == KEPT.reason
    assert (size, auc, same) == ("800 B", ("0.750", "0.740 to 0.760"), "99.5 %")
    assert one_row == ("10.0 µs", "p95 20.0 µs")


def test_rounding_never_lifts_a_refused_file_to_the_limit() -> None:
    assert cells(REFUSED.name)[1].startswith("Not kept: only 98.9 %")
    assert cells(REFUSED.name)[4] == "98.9 %"


def test_a_way_that_does_not_apply_has_a_reason_and_no_numbers() -> None:
    assert cells(IMPOSSIBLE.name) == (IMPOSSIBLE.name, IMPOSSIBLE.reason, "–", "–", "–", "–")


def test_every_row_is_as_wide_as_the_header() -> None:
    assert {len(row) for row in smaller_table(SMALLER).rows} == {len(HEADER)}


def test_a_score_that_is_not_defined_shows_dashes() -> None:
    scores = replace(FULL.scores, auc=Interval(NAN, NAN, NAN))
    table = smaller_table(Smaller(replace(FULL, scores=scores), ()))
    assert table.rows[0][3] == ("–", "–")


def test_the_smallest_file_is_one_that_is_kept() -> None:
    assert smallest_sentence(SMALLER) == (
        "The smallest file that is kept: Half of the units dropped, 800 B instead of 2.00 kB."
    )


@pytest.mark.parametrize("variants", [(), (REFUSED, IMPOSSIBLE)])
def test_where_none_is_kept_the_full_student_stays(variants: tuple[Variant, ...]) -> None:
    assert smallest_sentence(Smaller(FULL, variants)) == (
        "None of the smaller files is kept: the full student, 2.00 kB, stays the smallest."
    )
