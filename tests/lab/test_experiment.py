import threading
import time
from dataclasses import fields

import pytest

from core.distill.reports import EpochReport
from core.errors import DataError, SpecError
from core.evaluate.scores import METRICS
from core.lab.events import StageStarted, Warned
from core.lab.experiment import run
from core.lab.result import Result
from core.lab.rows import prepare
from core.lab.teachers import Shelf
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

SHORT = TrainSpec(epochs=2, seeds=2)
UNTUNED = TrainSpec(epochs=2, seeds=2, tune="off")
GERMAN = DataSpec(sample="german_credit")
STOCKS = DataSpec(sample="us_stocks")


def finish(spec, **options):
    *events, result = run(spec, **options)
    return events, result


def scores_of(result):
    return [column.scores for column in (*result.columns, *result.other_baselines)]


def test_a_run_tells_its_stages_in_order_and_ends_with_its_result():
    events, result = finish(RunSpec(data=GERMAN, train=UNTUNED))
    stages = [event for event in events if isinstance(event, StageStarted)]
    assert [stage.stage for stage in stages] == ["data", "teacher", "students", "evaluate"]
    assert [stage.share_done for stage in stages] == sorted(stage.share_done for stage in stages)
    assert isinstance(result, Result)
    assert not result.stopped_early


@pytest.mark.parametrize(
    ("data", "task"),
    [
        (GERMAN, TaskSpec()),
        (DataSpec(sample="planted_signal"), TaskSpec()),
        (STOCKS, TaskSpec(name="direction")),
        (STOCKS, TaskSpec(name="trend")),
        (STOCKS, TaskSpec(name="risk")),
    ],
    ids=lambda value: getattr(value, "name", value.sample if hasattr(value, "sample") else ""),
)
def test_every_task_gives_four_columns_and_a_verdict(data, task):
    _, result = finish(RunSpec(data=data, task=task, train=SHORT))
    assert [column.role for column in result.columns] == [
        "baseline",
        "alone",
        "distilled",
        "teacher",
    ]
    assert result.verdict.sentence.endswith(".")
    assert result.other_baselines[-1].name == "Logistic regression"
    for column in result.columns:
        assert 0 <= column.scores.accuracy.low <= column.scores.accuracy.high <= 1
        assert column.latency.one_row.median > 0


@pytest.mark.parametrize("teacher", ["trees", "mlp", "gru"])
@pytest.mark.parametrize("student", ["linear", "mlp", "gru"])
@pytest.mark.slow
def test_every_teacher_can_teach_every_student(teacher, student):
    spec = RunSpec(
        data=STOCKS,
        task=TaskSpec(name="risk"),
        teacher=ModelSpec(name=teacher, width=12, window=4),
        student=ModelSpec(name=student, width=6, window=3),
        train=TrainSpec(epochs=2, seeds=1),
    )
    _, result = finish(spec)
    assert result.distilled.scores.auc.mean > 0.55
    assert result.curves[-1].phase == "students"


def test_at_alpha_zero_the_distilled_column_equals_alone_in_every_score():
    spec = RunSpec(data=GERMAN, distill=DistillSpec(alpha=0.0), train=SHORT)
    _, result = finish(spec)
    assert result.distilled.scores == result.alone.scores
    assert result.verdict.difference.mean == 0
    assert result.verdict.outcome == "no_clear_difference"


def test_the_same_spec_gives_the_same_scores_again():
    spec = RunSpec(data=GERMAN, train=SHORT)
    assert scores_of(finish(spec)[1]) == scores_of(finish(spec)[1])


def test_two_runs_at_once_give_the_scores_of_one_alone():
    specs = [RunSpec(data=GERMAN, train=TrainSpec(epochs=3, seeds=2, seed=s)) for s in (0, 10)]
    expected = [scores_of(finish(spec)[1]) for spec in specs]
    found = {}

    def work(number):
        found[number] = scores_of(finish(specs[number])[1])

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[0], found[1]] == expected


def test_another_seed_gives_other_students_on_the_same_test_rows():
    first, second = (
        finish(RunSpec(data=GERMAN, train=TrainSpec(epochs=2, seeds=2, seed=seed)))[1]
        for seed in (0, 10)
    )
    assert first.alone.scores != second.alone.scores
    assert first.data == second.data


def test_stopping_keeps_the_best_epoch_and_still_gives_a_verdict():
    spec = RunSpec(data=GERMAN, train=TrainSpec(epochs=400, seeds=2))
    _, result = finish(spec, should_stop=lambda: True)
    students = [report for report in result.curves if report.phase == "students"]
    assert len(students) == 1
    assert result.stopped_early
    assert result.verdict.sentence


def test_labels_hide_a_share_of_the_training_rows_only():
    dataset = prepare(RunSpec(data=GERMAN, task=TaskSpec(labels=0.2))).dataset
    assert dataset.train.labelled.float().mean().item() == pytest.approx(0.2, abs=0.01)
    assert dataset.validation.labelled.all()
    assert dataset.test.labelled.all()


def test_a_pair_that_cannot_work_is_refused_before_any_row_is_read():
    with pytest.raises(SpecError, match="needs a market task"):
        next(iter(run(RunSpec(student=ModelSpec(name="gru")))))


def test_a_stopped_iteration_trains_no_further():
    events = run(RunSpec(data=GERMAN, train=SHORT))
    next(events)
    events.close()
    assert list(events) == []


@pytest.mark.slow
def test_taiwan_gives_the_numbers_that_are_known_of_it():
    _, result = finish(RunSpec())
    assert result.baseline.scores.accuracy.mean == pytest.approx(0.779, abs=0.001)
    assert 0.77 <= result.teacher.scores.auc.mean <= 0.80
    assert 0.755 <= result.alone.scores.auc.mean <= 0.79
    assert 0.003 <= result.verdict.difference.mean <= 0.010
    assert result.verdict.outcome == "better"


@pytest.mark.slow
def test_german_credit_is_neither_missed_nor_leaked():
    _, result = finish(RunSpec(data=GERMAN))
    for column in result.columns[1:]:
        assert 0.70 <= column.scores.auc.mean <= 0.84


@pytest.mark.slow
def test_direction_of_stocks_claims_nothing():
    _, result = finish(RunSpec(data=STOCKS, task=TaskSpec(name="direction")))
    for column in result.columns[1:]:
        assert 0.45 <= column.scores.auc.mean <= 0.56
    assert result.verdict.outcome == "no_clear_difference"


@pytest.mark.slow
def test_risk_of_stocks_can_be_told_beside_persistence():
    _, result = finish(RunSpec(data=STOCKS, task=TaskSpec(name="risk")))
    assert result.baseline.name == "Persistence"
    assert result.baseline.scores.accuracy.mean == pytest.approx(0.72, abs=0.01)
    for column in result.columns[1:]:
        assert 0.76 <= column.scores.auc.mean <= 0.86


@pytest.mark.slow
@pytest.mark.parametrize("task", ["direction", "trend"])
def test_a_random_walk_has_no_clear_difference(task):
    spec = RunSpec(data=DataSpec(sample="random_walk"), task=TaskSpec(name=task))
    _, result = finish(spec)
    assert result.verdict.outcome == "no_clear_difference"
    assert "nothing to learn" in result.verdict.sentence


@pytest.mark.slow
def test_on_planted_signal_the_student_alone_finds_only_part_of_the_rule():
    _, result = finish(RunSpec(data=DataSpec(sample="planted_signal")))
    assert result.alone.scores.auc.mean < result.teacher.scores.auc.mean - 0.02
    assert result.verdict.outcome == "better"


def test_every_score_is_measured():
    _, result = finish(RunSpec(data=GERMAN, train=SHORT))
    for scores in scores_of(result):
        for metric in METRICS:
            interval = getattr(scores, metric)
            assert interval.low <= interval.mean <= interval.high


def test_a_method_for_three_classes_is_refused_for_two_before_training():
    spec = RunSpec(data=GERMAN, distill=DistillSpec(method="dkd"), train=SHORT)
    events = run(spec)
    assert next(events).stage == "data"
    with pytest.raises(SpecError, match="needs three classes or more"):
        next(events)


def test_a_hint_from_trees_is_refused_before_any_row_is_read():
    with pytest.raises(SpecError, match="no hidden units"):
        next(iter(run(RunSpec(distill=DistillSpec(method="hint")))))


def test_headroom_is_the_teachers_auc_minus_that_of_the_student_alone():
    _, result = finish(RunSpec(data=GERMAN, train=SHORT))
    difference = result.teacher.scores.auc.mean - result.alone.scores.auc.mean
    assert result.headroom.mean == pytest.approx(difference)
    assert result.headroom.low <= result.headroom.mean <= result.headroom.high


def test_findings_that_advise_are_said_before_training():
    events, _ = finish(RunSpec(data=GERMAN, train=SHORT))
    kinds = [type(event).__name__ for event in events]
    assert "Warned" in kinds[: kinds.index("EpochReport")]
    (warned,) = (event for event in events if isinstance(event, Warned))
    assert "45" in warned.sentence


def test_a_column_that_gives_the_target_away_stops_the_run():
    rows = b"".join(b"%d,%d,%d\n" % (i % 37, i % 2 * 3, i % 2) for i in range(400))
    spec = RunSpec(data=DataSpec(source="csv", target_column="y"))
    with pytest.raises(DataError, match="fit to learn from"):
        list(run(spec, b"a,copy,y\n" + rows))


def test_time_in_which_a_run_is_held_is_not_counted():
    held = []

    def hold_once():
        if not held:
            held.append(0.4)
            time.sleep(held[0])
        return False

    started = time.perf_counter()
    events, result = finish(
        RunSpec(data=GERMAN, train=UNTUNED), should_stop=hold_once, shelf=Shelf()
    )
    lasted = time.perf_counter() - started
    counted = sum(getattr(result.seconds, part.name) for part in fields(result.seconds))
    assert counted <= lasted - held[0]
    assert max(e.seconds for e in events if isinstance(e, EpochReport)) <= lasted - held[0]


def test_time_in_which_a_search_is_held_is_not_taken_from_the_students():
    held, said = [], []

    def hold_in_search():
        is_searching = said and isinstance(said[-1], StageStarted) and said[-1].is_epoch
        if is_searching and not held:
            held.append(0.4)
            time.sleep(held[0])
        return False

    train = UNTUNED.model_copy(update={"tune": "on"})
    for event in run(RunSpec(data=GERMAN, train=train), should_stop=hold_in_search, shelf=Shelf()):
        said.append(event)
    assert held
    assert min(event.seconds for event in said if isinstance(event, EpochReport)) > 0


def test_a_run_can_be_given_up_while_it_is_judged():
    class GivenUp(Exception):
        pass

    def give_up_when_judged():
        if stages[-1:] == ["evaluate"]:
            raise GivenUp
        return False

    def follow():
        for event in run(RunSpec(data=GERMAN, train=UNTUNED), should_stop=give_up_when_judged):
            if isinstance(event, StageStarted):
                stages.append(event.stage)

    stages = []
    with pytest.raises(GivenUp):
        follow()
    assert stages[-1] == "evaluate"


def test_a_run_that_was_stopped_can_still_be_given_up():
    class GivenUp(Exception):
        pass

    answers = iter([False, True])

    def stop_then_give_up():
        answer = next(answers, None)
        if answer is None:
            raise GivenUp
        return answer

    with pytest.raises(GivenUp):
        finish(RunSpec(data=GERMAN, train=UNTUNED), should_stop=stop_then_give_up, shelf=Shelf())
