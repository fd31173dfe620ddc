import threading

import pytest

from core.lab.events import StageStarted
from core.lab.experiment import run
from core.lab.records.kept import KeptTeacher
from core.lab.rows import prepare
from core.lab.teachers import Shelf, teacher_key
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

SPEC = RunSpec(data=DataSpec(sample="german_credit"), train=TrainSpec(epochs=1, seeds=2))


def changed(**groups):
    return SPEC.model_copy(update=groups)


def key_of(spec):
    return teacher_key(spec, prepare(spec).dataset)


@pytest.mark.parametrize(
    "spec",
    [
        changed(distill=DistillSpec(alpha=0.3, temperature=7.0, method="logits")),
        changed(student=ModelSpec(name="linear")),
        changed(train=TrainSpec(epochs=1, seeds=9)),
    ],
    ids=["distillation", "student", "seeds"],
)
def test_what_students_do_does_not_make_another_teacher(spec):
    assert key_of(spec) == key_of(SPEC)


@pytest.mark.parametrize(
    "spec",
    [
        changed(teacher=ModelSpec(name="trees", leaves=7)),
        changed(teacher=ModelSpec(name="mlp")),
        changed(task=TaskSpec(labels=0.5)),
        changed(data=DataSpec(sample="planted_signal")),
        changed(train=TrainSpec(epochs=1, seeds=2, seed=1)),
        changed(train=TrainSpec(epochs=2, seeds=2)),
    ],
    ids=["size", "kind", "labels", "data", "seed", "epochs"],
)
def test_what_makes_a_teacher_is_in_its_key(spec):
    assert key_of(spec) != key_of(SPEC)


def stage_of(events, stage):
    return next(e.sentence for e in events if isinstance(e, StageStarted) and e.stage == stage)


def test_a_second_run_takes_up_the_teacher_and_tells_the_same_of_it():
    shelf = Shelf()
    first, second = (list(run(SPEC, shelf=shelf)) for _ in range(2))
    assert "Taking up" in stage_of(second, "teacher")
    told = [tuple(r for r in run[-1].curves if r.phase == "teacher") for run in (first, second)]
    assert told[0] == told[1]
    assert first[-1].teacher.scores == second[-1].teacher.scores
    assert first[-1].distilled.scores == second[-1].distilled.scores


def test_another_alpha_finds_the_teacher_again():
    shelf = Shelf()
    list(run(SPEC, shelf=shelf))
    events = list(run(changed(distill=DistillSpec(alpha=0.2)), shelf=shelf))
    assert "Taking up" in stage_of(events, "teacher")


def test_a_teacher_that_was_stopped_early_is_not_kept():
    shelf = Shelf()
    spec = changed(teacher=ModelSpec(name="mlp", width=8), train=TrainSpec(epochs=5, seeds=1))
    list(run(spec, should_stop=lambda: True, shelf=shelf))
    assert not any(isinstance(thing, KeptTeacher) for thing in shelf.kept.values())


def test_what_was_not_used_for_longest_is_put_away_first():
    shelf = Shelf(most=2)
    shelf.keep("a", 1)
    shelf.keep("b", 2)
    shelf.find("a")
    shelf.keep("c", 3)
    assert list(shelf.kept) == ["a", "c"]


def test_a_thing_is_made_once():
    shelf, made = Shelf(), []
    for _ in range(2):
        assert shelf.made_once("key", lambda: made.append(1) or "thing") == "thing"
    assert made == [1]


def test_threads_may_share_a_shelf():
    shelf = Shelf(most=10)

    def work(name):
        for number in range(500):
            shelf.keep((name, number), number)
            shelf.find((name, number - 1))

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(shelf.kept) == 10


def test_a_kept_teacher_holds_its_curves():
    shelf = Shelf()
    *_, result = run(SPEC, shelf=shelf)
    (kept,) = (thing for thing in shelf.kept.values() if isinstance(thing, KeptTeacher))
    assert kept.curves == tuple(r for r in result.curves if r.phase == "teacher")
