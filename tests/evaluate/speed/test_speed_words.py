import math

import pytest

from core.evaluate.scores import Interval
from core.evaluate.speed.latency_ratio import Ratio, SpeedUp
from core.evaluate.speed.speed_words import speed_sentence

EVEN = Interval(1.0, 0.99, 1.01)
FORTY = Interval(40.2, 38.9, 41.4)
UNKNOWN = Interval(math.nan, math.nan, math.nan)


def sentence(
    one_row: Interval,
    batch: Interval = FORTY,
    same_file: Interval = EVEN,
    busy: bool = False,
    rows: int = 256,
) -> str:
    return speed_sentence(SpeedUp(Ratio(1, one_row, EVEN), Ratio(rows, batch, same_file), busy))


def test_whole_sentence_of_a_faster_student() -> None:
    assert sentence(Interval(8.2, 7.9, 8.5), same_file=Interval(0.981, 0.97, 0.99)) == (
        "One row: the student answers 8.2 times as fast (95 % interval 7.9 to 8.5); in batches "
        "of 256 rows the student answers 40 times as fast (95 % interval 39 to 41); the same "
        "file timed against itself differs by at most 2 %."
    )


def test_slower_student_is_said_the_other_way_round() -> None:
    said = sentence(Interval(0.5, 0.4, 0.8))
    assert "One row: the teacher answers 2.00 times as fast (95 % interval 1.25 to 2.50);" in said


@pytest.mark.parametrize(
    ("ratio", "same_file"),
    [
        (Interval(1.04, 0.98, 1.09), EVEN),
        (Interval(1.04, 1.02, 1.06), Interval(1.05, 1.04, 1.06)),
    ],
    ids=["interval contains 1", "within the noise"],
)
def test_models_that_cannot_be_told_apart(ratio: Interval, same_file: Interval) -> None:
    said = sentence(Interval(3, 2.9, 3.1), batch=ratio, same_file=same_file)
    ends = f"{ratio.low:.2f} to {ratio.high:.2f}"
    assert (
        "rows student and teacher cannot be told apart "
        f"(ratio {ratio.mean:.2f}, 95 % interval {ends});"
    ) in said
    assert "as fast" not in said.split(";")[1]


def test_difference_close_to_one_is_not_rounded_away() -> None:
    assert "1.06 times as fast (95 % interval 1.04 to 1.08)" in sentence(Interval(1.06, 1.04, 1.08))


def test_busy_machine_is_said_and_only_then() -> None:
    assert sentence(EVEN, busy=True).endswith(
        " The machine was busy, so processor time was compared."
    )
    assert "busy" not in sentence(EVEN)


@pytest.mark.parametrize(
    ("mean", "percent"), [(1.0, 1), (1.004, 1), (1.02, 2), (0.979, 3), (1.5, 50)]
)
def test_noise_is_never_rounded_down(mean: float, percent: int) -> None:
    said = sentence(EVEN, same_file=Interval(mean, mean, mean))
    assert f"differs by at most {percent} %." in said


def test_missing_measurement_is_not_defined() -> None:
    said = sentence(UNKNOWN, same_file=UNKNOWN)
    assert "One row: the speed is not defined, because no time was measured;" in said
    assert "how much is noise is not known." in said


def test_large_numbers_have_commas() -> None:
    said = sentence(EVEN, batch=Interval(1234.5, 1200, 1300), rows=4096)
    assert "batches of 4,096 rows the student answers 1,234 times as fast" in said
