"""A smaller file handed over: its bundle tells its own numbers and passes the same proof."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from core.deploy.inspect_model import inspect
from core.deploy.opened import open_bundle
from core.deploy.proving import prove
from core.errors import RecordError
from core.evaluate.compare import Truth
from core.export.session import Session
from core.lab.bundle import bundle_of
from core.lab.closer.cutting import thresholds
from core.lab.experiment import run
from core.lab.in_place import in_place_of_student
from core.lab.result import Result
from core.lab.rows import prepare
from core.lab.smaller import smaller_variants
from core.lab.variant import MadeSmaller
from core.models.cost import parameter_count
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

EIGHT, HALF = "Weights in 8 bits", "Half of the units dropped"
SPEC = RunSpec(
    data=DataSpec(sample="german_credit"),
    task=TaskSpec(name="credit"),
    teacher=ModelSpec(name="trees", trees=10),
    student=ModelSpec(name="mlp", width=16),
    train=TrainSpec(epochs=2, seeds=2, tune="off"),
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def result() -> Result:
    *_, found = run(SPEC)
    return found


@pytest.fixture(scope="module")
def files(result: Result) -> dict[str, MadeSmaller]:
    """Two smaller files of the run, kept or not."""
    dataset = prepare(SPEC).dataset
    found = smaller_variants(
        result.artefacts.student,
        dataset.test.raw_rows(),
        Truth.of(dataset, 1),
        dataset.validation.raw_rows(),
        dataset.train.raw_rows(),
        seconds=0.02,
    )
    kept = tuple(replace(one, is_kept=one.name in {EIGHT, HALF}) for one in found.variants)
    return {made.name: made for made in replace(found, variants=kept).kept}


@pytest.fixture(params=[EIGHT, HALF])
def made(request: pytest.FixtureRequest, files: dict[str, MadeSmaller]) -> MadeSmaller:
    return files[request.param]


def read(bundle: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(bundle)) as archive:
        return archive.read(name).decode()


def test_the_bundle_holds_the_smaller_file_and_passes_the_proof(
    result: Result, made: MadeSmaller
) -> None:
    bundle = bundle_of(result, made=made)
    assert open_bundle(bundle).model == made.measured.onnx
    assert prove(bundle).holds
    assert inspect(open_bundle(bundle)).difference <= 1e-5


def test_metrics_are_those_of_the_smaller_file(result: Result, made: MadeSmaller) -> None:
    told = json.loads(read(bundle_of(result, made=made), "metrics.json"))
    ours, full = told["models"]["distilled"], told["smaller"]["full"]
    measured = made.measured
    assert ours["scores"]["auc"]["mean"] == measured.scores.auc.mean
    assert ours["size_bytes"] == len(measured.onnx) < full["size_bytes"]
    assert ours["latency_ms"]["one_row"]["median"] == measured.latency.one_row.median
    assert told["smaller"]["agreement"] == measured.agreement
    assert told["smaller"]["difference"]["low"] == measured.difference.low
    assert full["scores"]["auc"]["mean"] == made.full.scores.auc.mean
    assert told["models"]["alone"]["scores"]["auc"]["mean"] == result.alone.scores.auc.mean


def test_the_card_tells_the_smaller_file_beside_the_full_student(
    result: Result, made: MadeSmaller
) -> None:
    card = read(bundle_of(result, made=made), "README.md")
    assert card.startswith(f"# {result.distilled.name}, {made.label} for credit scoring")
    auc = made.measured.scores.auc
    assert f"| {auc.mean:.3f} ({auc.low:.3f} to {auc.high:.3f}) |" in card
    assert "| Measure | This file | The full student |" in card
    assert f"| Size, bytes | {len(made.measured.onnx):,} | {len(made.full.onnx):,} |" in card


def test_the_threshold_is_chosen_by_the_answers_of_the_smaller_file(
    result: Result, files: dict[str, MadeSmaller]
) -> None:
    made = files[HALF]
    told = json.loads(read(bundle_of(result, made=made), "schema.json"))["threshold"]
    assert told == thresholds(in_place_of_student(result, made))["distilled"].threshold.value
    assert told != thresholds(result)["distilled"].threshold.value


def test_agreement_with_the_teacher_is_that_of_the_smaller_file(
    result: Result, made: MadeSmaller
) -> None:
    rows = prepare(SPEC).dataset.test.raw_rows()
    ours, teachers = (
        Session(file).run(rows).argmax(axis=1)
        for file in (made.measured.onnx, result.artefacts.teacher)
    )
    swapped = in_place_of_student(result, made)
    assert swapped.agreement == pytest.approx((ours == teachers).mean())
    assert np.isfinite(swapped.against_teacher.mean)
    assert swapped.importance is None
    assert swapped.verdict == result.verdict


def test_what_is_dropped_is_taken_off_the_cost(
    result: Result, files: dict[str, MadeSmaller]
) -> None:
    features = result.data.features
    half = in_place_of_student(result, files[HALF]).distilled.cost
    assert half.parameters == parameter_count(ModelSpec(name="mlp", width=8), features, 2)
    assert half.flops < result.distilled.cost.flops
    eight = in_place_of_student(result, files[EIGHT]).distilled.cost
    assert eight.parameters == result.distilled.cost.parameters
    assert eight.flops == result.distilled.cost.flops
    assert eight.size_bytes == len(files[EIGHT].measured.onnx)


def test_a_run_of_an_earlier_version_is_refused(result: Result, made: MadeSmaller) -> None:
    with pytest.raises(RecordError, match="Start it again"):
        bundle_of(replace(result, evidence=None), made=made)
