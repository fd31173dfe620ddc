import numpy as np
import pytest
from scipy import stats

from core.evaluate.scores import Interval
from core.evaluate.speed import latency
from core.evaluate.speed.interleaved import Times
from core.evaluate.speed.latency import Candidate, Measurement
from core.evaluate.speed.latency_ratio import Ratio, measure_speed, median_ratio, speed_up
from core.spec import ModelSpec
from tests.export.examples import export_of, make_encoder, make_network, make_rows

ENCODER = make_encoder(23, ())
ROWS = make_rows(ENCODER, 300)


def calls(wall_ns: object, cpu_ns: object | None = None) -> Times:
    """Times of twelve rounds of four calls."""
    wall = np.broadcast_to(np.asarray(wall_ns, np.int64), (12, 4))
    cpu = wall if cpu_ns is None else np.broadcast_to(np.asarray(cpu_ns, np.int64), (12, 4))
    return Times(wall, cpu)


def measured(student: Times, teacher: Times, twin: Times) -> Measurement:
    return Measurement((student, teacher, twin), 256, (student, teacher, twin))


def test_ratio_is_the_teachers_time_over_the_students() -> None:
    speed = speed_up(measured(calls(2000), calls(9000), calls(2100)), 0, 1, 2)
    assert speed.one_row.times_as_fast == Interval(4.5, 4.5, 4.5)
    assert speed.one_row.same_file.mean == pytest.approx(1.05)
    assert (speed.one_row.rows, speed.batch.rows) == (1, 256)
    assert not speed.busy


def test_single_interrupted_calls_do_not_move_the_ratio() -> None:
    interrupted = calls([2000, 2000, 900_000, 2000])
    cpu = calls(2000).cpu_ns
    speed = speed_up(measured(Times(interrupted.wall_ns, cpu), calls(9000), calls(2000)), 0, 1, 2)
    assert speed.one_row.times_as_fast.mean == 4.5


def test_machine_that_slows_down_for_a_while_leaves_the_ratio_alone() -> None:
    slower = np.linspace(1, 3, 12)[:, None]
    speed = speed_up(measured(calls(2000 * slower), calls(9000 * slower), calls(2000)), 0, 1, 2)
    assert speed.batch.times_as_fast.low == pytest.approx(4.5, rel=1e-3)
    assert speed.batch.times_as_fast.high == pytest.approx(4.5, rel=1e-3)


def test_processor_time_is_compared_on_a_busy_machine() -> None:
    student, teacher = calls(8000, 2000), calls(90_000, 6000)
    speed = speed_up(measured(student, teacher, student), 0, 1, 2)
    assert speed.busy
    assert speed.one_row.times_as_fast.mean == 3


def test_wall_time_is_compared_where_the_clock_of_the_processor_is_too_coarse() -> None:
    student, teacher = calls(8000, 0), calls(80_000, 15_000)
    speed = speed_up(measured(student, teacher, student), 0, 1, 2)
    assert speed.busy
    assert speed.one_row.times_as_fast.mean == 10


def test_interval_is_that_of_the_percentile_bootstrap() -> None:
    random = np.random.default_rng(3)
    below = random.normal(100, 3, 30)
    above = 4 * below * random.normal(1, 0.05, 30)
    found = median_ratio(above, below)
    theirs = stats.bootstrap(
        (above / below,), np.median, method="percentile", n_resamples=20_000, rng=random
    ).confidence_interval
    assert found.mean == np.median(above / below)
    assert found.low == pytest.approx(theirs.low, rel=0.01)
    assert found.high == pytest.approx(theirs.high, rel=0.01)


def test_interval_covers_a_known_ratio() -> None:
    random = np.random.default_rng(0)
    drawn = random.lognormal(0, 0.1, (200, 2, 40))
    covered = [median_ratio(4 * above, below).contains(4) for above, below in drawn]
    assert 0.91 <= np.mean(covered) <= 0.99


@pytest.mark.parametrize(
    ("ratio", "same_file", "told"),
    [
        (Interval(2, 1.9, 2.1), Interval(1.01, 1, 1.02), True),
        (Interval(0.5, 0.4, 0.6), Interval(0.99, 0.98, 1), True),
        (Interval(1.02, 0.99, 1.04), Interval(1, 1, 1), False),
        (Interval(1.02, 1.01, 1.03), Interval(1.03, 1.02, 1.04), False),
        (Interval(1.02, 1.01, 1.03), Interval(0.97, 0.96, 0.98), False),
        (Interval(np.nan, np.nan, np.nan), Interval(1, 1, 1), False),
    ],
)
def test_difference_can_be_told_beyond_interval_and_noise(
    ratio: Interval, same_file: Interval, told: bool
) -> None:
    assert Ratio(1, ratio, same_file).can_be_told is told


def test_wide_teacher_is_slower_in_one_measurement_with_all_others() -> None:
    candidates = (_network("alone", 4), _network("student", 4), _network("teacher", 512))
    latencies, speed = measure_speed(candidates, "student", "teacher", seconds=0.3)
    assert len(latencies) == 3
    assert speed.batch.can_be_told
    assert speed.batch.times_as_fast.low > 3
    assert speed.busy == latencies[0].busy


def test_students_file_is_opened_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []

    class Opened(latency.Session):
        def __init__(self, model: bytes) -> None:
            opened.append(model)
            super().__init__(model)

    monkeypatch.setattr(latency, "Session", Opened)
    student, teacher = _network("student", 4), _network("teacher", 8)
    measure_speed((teacher, student), "student", "teacher", seconds=0.01)
    assert opened == [teacher.onnx, student.onnx, student.onnx]


def test_unknown_name_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody"):
        measure_speed((_network("student", 4),), "student", "nobody")


def _network(name: str, width: int) -> Candidate:
    spec = ModelSpec(width=width, depth=2)
    return Candidate(name, export_of(make_network(spec, ENCODER, 2), ENCODER, 2), ROWS)
