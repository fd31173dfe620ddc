import io
import json
import subprocess
import sys
import zipfile

import numpy as np
import pytest

from core.data.samples import SAMPLES
from core.lab.bundle import bundle_of
from core.lab.experiment import run
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
def unpacked(request, tmp_path_factory):
    spec = RUNS[request.param]
    *_, result = run(spec)
    folder = tmp_path_factory.mktemp(request.param)
    with zipfile.ZipFile(io.BytesIO(bundle_of(result))) as archive:
        archive.extractall(folder)
    return folder, spec, result


def test_the_unpacked_bundle_predicts_the_sample_it_learned_from(unpacked, tmp_path):
    folder, spec, _ = unpacked
    rows = tmp_path / "rows.csv"
    rows.write_bytes(SAMPLES[spec.data.sample].read())
    done = subprocess.run(
        [sys.executable, folder / "predict.py", rows], capture_output=True, text=True, check=True
    )
    header, first, *_ = done.stdout.splitlines()
    assert header.split(",")[-1].startswith("p(")
    shares = [float(cell) for cell in first.split(",")[-header.count("p(") :]]
    assert sum(shares) == pytest.approx(1, abs=1e-5)


def test_the_known_answers_are_those_of_the_trained_student(unpacked):
    folder, _, result = unpacked
    golden = json.loads((folder / "golden.json").read_text())
    np.testing.assert_allclose(
        golden["probabilities"], result.artefacts.golden_probabilities, atol=1e-7
    )


def test_the_card_repeats_the_verdict(unpacked):
    folder, _, result = unpacked
    card = (folder / "README.md").read_text()
    assert "## Evaluation" in card
    assert f"{result.distilled.scores.auc.mean:.3f}" in card
