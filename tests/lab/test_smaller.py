"""Files made smaller: what is measured of each, and which are kept."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
import pytest
import torch
from sklearn.metrics import roc_auc_score

from core.evaluate.compare import Truth
from core.export.session import Session
from core.lab.smaller import smaller_variants, ways
from core.lab.variant import Measured, Smaller
from core.models.network import NetworkModel
from core.spec import ModelSpec
from tests.export.examples import export_of, make_encoder, make_network, make_rows, make_trees

ENCODER = make_encoder(12, (3,))
ROWS = make_rows(ENCODER, 1200, seed=4)
TRAINING_ROWS = make_rows(ENCODER, 600, seed=5)
VALIDATION_ROWS = make_rows(ENCODER, 50, seed=7)
SPEC = ModelSpec(name="mlp", width=48)


def student(sharpness: float = 20.0) -> NetworkModel:
    """A network whose answers are far from a half, and half of whose units nobody hears."""
    model = make_network(SPEC, ENCODER, 2)
    with torch.no_grad():
        head = model.module.get_submodule("head")
        head.weight *= sharpness
        head.weight[:, ::2] = 0
    return model


def file_of() -> bytes:
    return export_of(student(), ENCODER, 2)


@cache
def target() -> np.ndarray:
    drawn = np.random.default_rng(6).random(len(ROWS))
    return (Session(file_of()).run(ROWS)[:, 1] > drawn).astype(np.int64)


@cache
def smaller() -> Smaller:
    return smaller_variants(
        file_of(), ROWS, Truth(target()), VALIDATION_ROWS, TRAINING_ROWS, seconds=0.05
    )


def measured(name: str) -> Measured:
    return next(one.measured for one in smaller().variants if one.name == name)


def test_every_way_is_told_in_its_order() -> None:
    assert [one.name for one in smaller().variants] == list(ways())


def test_the_full_student_is_measured_the_same_way() -> None:
    full = smaller().full
    assert full.size_bytes == len(file_of())
    assert full.agreement == 1
    assert full.depends_on_batch < 1e-6
    assert (full.difference.low, full.difference.high) == (0, 0)
    expected = roc_auc_score(target(), Session(file_of()).run(ROWS)[:, 1])
    assert full.scores.auc.mean == pytest.approx(expected)


@pytest.mark.parametrize("name", ways())
def test_scores_are_those_of_the_smaller_file(name: str) -> None:
    found = measured(name)
    answers = np.concatenate(
        [Session(found.onnx).run(ROWS[i : i + 256]) for i in range(0, len(ROWS), 256)]
    )
    assert found.scores.auc.mean == pytest.approx(roc_auc_score(target(), answers[:, 1]))
    assert found.scores.auc.low < found.scores.auc.mean < found.scores.auc.high
    assert found.difference.mean == pytest.approx(
        found.scores.auc.mean - smaller().full.scores.auc.mean
    )
    assert found.latency.one_row.median > 0
    np.testing.assert_allclose(found.test, answers, atol=1e-7)
    expected = Session(found.onnx).run(VALIDATION_ROWS)
    np.testing.assert_allclose(found.validation, expected, atol=1e-7)


@pytest.mark.parametrize("name", ways())
def test_what_is_kept_is_smaller_and_within_tolerance(name: str) -> None:
    variant = next(one for one in smaller().variants if one.name == name)
    found = variant.measured
    is_good = (
        found.size_bytes < len(file_of())
        and found.agreement >= 0.99
        and found.difference.low > -0.005
        and found.depends_on_batch <= 1e-5
    )
    assert variant.is_kept == is_good
    assert variant.reason.startswith("Kept: " if is_good else "Not kept: ")


def test_units_without_a_listener_are_worth_dropping() -> None:
    best = smaller().smallest_kept
    assert best.name == "Half of the units dropped, weights in 8 bits"
    assert best.measured.size_bytes < len(file_of()) / 2


def test_zeros_save_nothing() -> None:
    zeros = next(one for one in smaller().variants if one.name == "Half of the weights zero")
    assert not zeros.is_kept
    assert "the file is not smaller" in zeros.reason


def test_arithmetic_in_eight_bits_hangs_on_the_rows_beside() -> None:
    assert measured("Arithmetic in 8 bits").depends_on_batch > 1e-4
    assert measured("Weights in 8 bits").depends_on_batch < 1e-6


def test_trees_cannot_be_shrunk_and_say_why() -> None:
    file = export_of(make_trees(ENCODER, 2), ENCODER, 2)
    found = smaller_variants(file, ROWS, Truth(target()), VALIDATION_ROWS, seconds=0.02)
    assert found.smallest_kept is None
    for variant in found.variants:
        assert variant.measured is None
        assert not variant.is_kept
        assert variant.reason.startswith("Not possible for this student: ")


def test_rows_of_one_class_keep_nothing() -> None:
    truth = Truth(np.zeros(40, np.int64))
    found = smaller_variants(file_of(), ROWS[:40], truth, VALIDATION_ROWS, seconds=0.02)
    assert math.isnan(found.full.scores.auc.mean)
    assert not any(one.is_kept for one in found.variants)
    assert "not defined" in found.variants[0].reason


def test_windows_are_read_as_the_file_reads_them() -> None:
    spec = ModelSpec(name="gru", width=8, window=6)
    file = export_of(make_network(spec, ENCODER, 3), ENCODER, 3)
    rows = make_rows(ENCODER, 60, 6)
    truth = Truth(np.arange(60) % 3, np.datetime64("2020-01-01") + np.arange(60) // 2, 5)
    found = smaller_variants(file, rows, truth, rows[:9], seconds=0.02)
    assert found.variants[0].measured.size_bytes < len(file)
