import io
import json
import subprocess
import sys
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from core.data.samples import SAMPLES
from core.deploy.drift import drift
from core.deploy.proving import prove
from core.errors import BundleError
from core.lab.bundle import bundle_of, threshold_of
from core.lab.card import card_facts
from core.lab.closer.cutting import thresholds
from core.lab.experiment import run
from core.lab.repeat import repeat_command
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

RUNS = {
    "credit": RunSpec(data=DataSpec(sample="german_credit"), train=TrainSpec(epochs=2, seeds=2)),
    "risk": RunSpec(
        data=DataSpec(sample="us_stocks"),
        task=TaskSpec(name="risk"),
        train=TrainSpec(epochs=2, seeds=2),
    ),
    "windows": RunSpec(
        data=DataSpec(sample="us_stocks"),
        task=TaskSpec(name="trend"),
        student=ModelSpec(name="gru", width=4, window=5),
        train=TrainSpec(epochs=1, seeds=1),
    ),
}


@pytest.fixture(scope="module", params=RUNS)
def made(request):
    *_, result = run(RUNS[request.param])
    return RUNS[request.param], result


@pytest.fixture(scope="module", params=["distilled", "teacher"])
def unpacked(request, made, tmp_path_factory):
    spec, result = made
    folder = tmp_path_factory.mktemp(request.param)
    with zipfile.ZipFile(io.BytesIO(bundle_of(result, request.param))) as archive:
        archive.extractall(folder)
    return folder, spec, result, request.param


def test_the_unpacked_bundle_predicts_the_sample_it_learned_from(unpacked, tmp_path):
    folder, spec, *_ = unpacked
    rows = tmp_path / "rows.csv"
    rows.write_bytes(SAMPLES[spec.data.sample].read())
    done = subprocess.run(
        [sys.executable, folder / "predict.py", rows], capture_output=True, text=True, check=True
    )
    header, first, *_ = done.stdout.splitlines()
    assert header.split(",")[-2].startswith("p(")
    shares = [float(cell) for cell in first.split(",")[-header.count("p(") - 1 : -1]]
    assert sum(shares) == pytest.approx(1, abs=1e-5)


def test_the_known_answers_are_those_of_the_trained_model(unpacked):
    folder, _, result, role = unpacked
    golden = json.loads((folder / "golden.json").read_text())
    kept = result.artefacts
    own = {"distilled": kept.golden_probabilities, "teacher": kept.teacher_golden_probabilities}
    np.testing.assert_allclose(golden["probabilities"], own[role], atol=1e-7)


def test_known_rows_have_gaps_and_are_answered_in_a_fresh_process(made):
    _, result = made
    for role in ("distilled", "teacher"):
        proof = prove(bundle_of(result, role))
        assert proof.holds
        assert proof.rows == len(result.artefacts.golden_rows) == 24
    assert np.isnan(result.artefacts.golden_rows).any()


def test_the_threshold_is_the_one_chosen_on_validation(unpacked):
    folder, _, result, role = unpacked
    told = json.loads((folder / "schema.json").read_text())["threshold"]
    if len(result.data.classes) == 2:
        assert told == thresholds(result)[role].threshold.value
    else:
        assert told is None


def test_drift_tells_of_as_many_rows_as_were_trained_on(unpacked):
    folder, _, result, _ = unpacked
    drift = json.loads((folder / "drift.json").read_text())
    assert drift["training"]["rows"] == result.data.train.rows
    assert drift["scores"]["rows"] == result.data.validation.rows


def test_the_card_repeats_the_verdict(unpacked):
    folder, _, result, _ = unpacked
    card = (folder / "README.md").read_text()
    assert "## Evaluation" in card
    assert f"{result.distilled.scores.auc.mean:.3f}" in card
    assert repeat_command(result.spec) in card


def test_the_card_counts_the_classes_of_every_part(made):
    _, result = made
    for part in card_facts(result).parts:
        assert sum(part.classes) == part.rows


def test_training_rows_show_no_drift_against_themselves(made):
    spec, result = made
    if spec.task.name == "credit":
        bundle = bundle_of(result)
        report = drift(bundle, SAMPLES[spec.data.sample].read())
        assert {one.level for one in report.columns} == {"chance"}


class TestOlderRuns:
    """Runs that an earlier version made lack what it did not keep."""

    def test_the_student_is_exported_and_the_card_says_what_is_not_known(self, made):
        spec, result = made
        if spec.task.name == "credit":
            older = replace(result, evidence=None, training_shares=None, importance=None)
            facts = card_facts(older)
            assert not facts.has_drift
            assert threshold_of(older, "distilled") == 0.5
            with zipfile.ZipFile(io.BytesIO(bundle_of(older))) as archive:
                assert "drift.json" not in archive.namelist()
                assert "earlier version" in archive.read("README.md").decode()

    def test_the_teacher_is_refused_in_one_sentence(self, made):
        _, result = made
        older = replace(result.artefacts, teacher_golden_rows=None)
        with pytest.raises(BundleError, match="made this run, and kept none"):
            bundle_of(replace(result, artefacts=older), "teacher")
