"""Choices that cannot work, or are seldom meant, are told before anything is trained."""

import pytest
import torch

from core.errors import LabError, SpecError, TooFewRowsError
from core.lab.events import StageStarted, Warned
from core.lab.experiment import run
from core.models.catalog import ARCHITECTURES
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from tests.tasks.example_rows import make_bars

WINDOWED = [kind.name for kind in ARCHITECTURES.values() if kind.reads_windows]


def events_before_training(spec, csv=None):
    """Events up to the start of the teacher, and the error that came instead."""
    seen = []
    try:
        for event in run(spec, csv):
            seen.append(event)
            if isinstance(event, StageStarted) and event.stage == "teacher":
                return seen, None
    except LabError as error:
        return seen, error
    raise AssertionError("a run must reach its teacher or fail")


@pytest.mark.parametrize("name", WINDOWED)
def test_a_window_longer_than_the_data_is_refused_with_the_reason(name):
    csv = make_bars(480).to_csv(index=False).encode()
    spec = RunSpec(
        data=DataSpec(source="csv"),
        task=TaskSpec(name="direction"),
        student=ModelSpec(name=name, window=120),
    )
    _, error = events_before_training(spec, csv)
    assert isinstance(error, TooFewRowsError)
    assert "a window of 120" in error.must
    assert "has 480" in error.found
    assert error.remedy == "Use a shorter window, or a longer history."


def test_the_same_data_are_enough_for_a_shorter_window():
    csv = make_bars(480).to_csv(index=False).encode()
    spec = RunSpec(
        data=DataSpec(source="csv"),
        task=TaskSpec(name="direction"),
        student=ModelSpec(name="gru", window=5),
    )
    assert events_before_training(spec, csv)[1] is None


def test_a_student_larger_than_its_teacher_is_warned_about_and_may_train():
    spec = RunSpec(
        data=DataSpec(sample="german_credit"),
        teacher=ModelSpec(name="mlp", width=4),
        student=ModelSpec(name="mlp", width=64),
    )
    events, error = events_before_training(spec)
    sentences = [event.sentence for event in events if isinstance(event, Warned)]
    assert error is None
    assert sentences[-1].startswith("The student is larger than its teacher")


def test_the_usual_run_is_not_warned_about():
    events, _ = events_before_training(RunSpec(data=DataSpec(sample="planted_signal")))
    assert not [event for event in events if isinstance(event, Warned)]


def test_a_device_that_is_not_there_is_refused_before_the_rows_are_read(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    events, error = events_before_training(RunSpec(train=TrainSpec(device="cuda")))
    assert events == []
    assert isinstance(error, SpecError)
