from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.export.session import Session
from core.learn.smaller import (
    COSTS,
    SPEC,
    STUDENTS,
    Files,
    answers_to,
    frontier,
    make_files,
    time_files,
)
from core.spec import DataSpec, ModelSpec, TrainSpec
from tests.learn import made_up

BRIEF = SPEC.model_copy(
    update={
        "data": DataSpec(sample="german_credit"),
        "teacher": ModelSpec(name="trees", trees=10),
        "train": TrainSpec(epochs=1, seeds=1, tune="off"),
    }
)


@pytest.fixture(scope="module")
def files() -> Files:
    return make_files(BRIEF)


def test_every_model_is_a_file_that_answers(files: Files) -> None:
    assert len(files.models) == len(STUDENTS) + 1
    for model in files.models:
        assert np.isfinite(Session(model.onnx).run(files.rows[:3])).all()
        assert model.auc.low <= model.auc.mean <= model.auc.high


def test_students_come_first_and_grow_and_the_teacher_is_last(files: Files) -> None:
    students = files.models[:-1]
    assert [model.role for model in files.models] == ["distilled"] * len(students) + ["teacher"]
    counts = [model.parameters for model in students]
    assert counts == sorted(counts)


def test_files_are_timed_on_one_row_and_on_a_batch(files: Files) -> None:
    found = time_files(files, batch_rows=64, seconds=0.02)
    assert found.batch_rows == 64
    for model, file in zip(found.models, files.models, strict=True):
        assert model.size_bytes == len(file.onnx)
        assert 0 < model.one_row_ms < model.batch_ms


@pytest.mark.parametrize("cost", COSTS)
def test_the_frontier_leaves_out_who_costs_more_and_is_worse(cost: str) -> None:
    assert [model.name for model in frontier(made_up.sizes(), cost)] == ["Linear", "Boosted trees"]


def test_the_answers_follow_what_was_measured() -> None:
    far_fewer, on_a_batch = answers_to(made_up.sizes())
    assert far_fewer.choice == 2
    assert "20 times as large" in far_fewer.reason
    assert on_a_batch.choice == 0


def test_a_gap_of_one_row_can_be_the_wider_one() -> None:
    found = made_up.sizes()
    turned = [
        replace(model, one_row_ms=model.batch_ms, batch_ms=model.one_row_ms)
        for model in found.models
    ]
    assert answers_to(replace(found, models=tuple(turned)))[1].choice == 2
