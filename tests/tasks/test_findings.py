from __future__ import annotations

import numpy as np
import pytest

from core.data.findings import fired
from core.data.load import load
from core.data.samples import SAMPLES
from core.spec import DataSpec, SampleName, TaskSpec
from core.tasks.findings import DATASET_CHECKS, inspect_dataset
from core.tasks.make import make_dataset
from tests.tasks.example_rows import make_loans

FIRED_ON_SAMPLES: dict[SampleName, list[str]] = {
    "taiwan_credit": [],
    "german_credit": ["T104"],
    "us_stocks": ["T107"],
    "planted_signal": [],
    "random_walk": ["T107"],
}


@pytest.mark.parametrize(("sample", "expected"), FIRED_ON_SAMPLES.items())
def test_samples_raise_no_false_alarm(sample: SampleName, expected: list[str]) -> None:
    asked = make_dataset(load(DataSpec(sample=sample)), TaskSpec(name=SAMPLES[sample].task))
    reports = inspect_dataset(asked)
    assert [ended.code for ended in reports] == [check.code for check in DATASET_CHECKS]
    assert [found.code for found in fired(reports)] == expected
    assert all(ended.state != "not applicable" for ended in reports)


@pytest.mark.parametrize(
    "column",
    [
        np.full(400, np.nan),
        np.full(400, 3e38),
        np.geomspace(1e-38, 1e38, 400) * np.where(np.arange(400) % 2, 1, -1),
        np.arange(400) % 2 == 0,
        np.array([f"name {place}" for place in range(400)], dtype=object),
        np.array([None] * 399 + ["only"], dtype=object),
    ],
    ids=["empty", "endless", "steep", "flags", "all different", "one text"],
)
@pytest.mark.parametrize("labels", [1.0, 0.05])
def test_odd_columns_are_inspected_without_a_warning(column: np.ndarray, labels: float) -> None:
    asked = make_dataset(make_loans(400, odd=column), TaskSpec(name="credit", labels=labels))
    codes = {found.code for found in fired(inspect_dataset(asked))}
    assert codes <= {"T101", "T104"}
