import pytest

from core.lab.desk.work import is_epoch
from core.lab.events import StageStarted, Warned
from tests.lab.desk.desks import OWNER, desk_on, start, until
from tests.lab.example_result import make_events

SEARCH = "Searching training choices for the student, alone: 12 settings"


def search(epochs):
    yield StageStarted("students", 0.2, SEARCH)
    for number in range(1, epochs + 1):
        said = f"{SEARCH}, epoch {number} of {epochs}"
        yield StageStarted("students", 0.2 + number / 1000, said, is_epoch=True)


@pytest.mark.parametrize(
    ("event", "is_step"),
    [(Warned("Few rows"), False), *((e, n > 0) for n, e in enumerate(search(2)))],
)
def test_a_step_is_an_epoch_of_a_search_but_no_stage(event, is_step):
    assert is_epoch(event) is is_step


def test_a_step_is_an_epoch_of_training():
    epochs = [event for event in make_events() if hasattr(event, "learners")]
    assert epochs
    assert all(map(is_epoch, epochs))


def test_one_step_goes_through_one_epoch_of_a_search(tmp_path):
    desk = desk_on(tmp_path, lambda *_: search(10**6))
    run_id = start(desk)
    until(lambda: desk.look(run_id).version > 1)
    desk.control(run_id, "pause", OWNER)
    until(lambda: desk.store.get(run_id).state == "paused")
    for _ in range(3):
        before = desk.look(run_id).version
        desk.control(run_id, "step", OWNER)
        until(lambda before=before: desk.look(run_id).version > before)
        until(lambda: desk.look(run_id).state == "paused")
        assert desk.look(run_id).version == before + 1
    desk.close()
