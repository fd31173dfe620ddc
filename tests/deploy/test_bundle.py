import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.data import day_formats, names, numerals, separated, sound_bars
from core.deploy.bundle import write_bundle
from core.deploy.counting import training_shares
from core.deploy.shares import DriftFile
from core.errors import BundleError
from core.spec import ModelSpec, TaskSpec
from core.tasks import indicators
from tests.deploy.examples import MARKET, applicants, applicants_encoder, contents_of
from tests.export.examples import make_encoder, make_network, make_rows

FRAME = applicants()
ENCODER = applicants_encoder(FRAME)
MODEL = make_network(ModelSpec(name="mlp", width=5), ENCODER, 2)
ROWS = ENCODER.raw(FRAME)
CONTENTS = contents_of(MODEL, ENCODER, ROWS[:20], TaskSpec(name="credit"))

FILES = {
    "model.onnx",
    "schema.json",
    "predict.py",
    "loader.py",
    "MLmodel",
    "Dockerfile",
    "LICENSE",
    "sheet.py",
    "separated.py",
    "requirements.txt",
    "README.md",
    "metrics.json",
    "golden.json",
    "manifest.json",
}


def _files(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_bundle_holds_every_file_once() -> None:
    assert set(_files(write_bundle(CONTENTS))) == FILES | {"table.py"}


@pytest.mark.parametrize("name", MARKET)
def test_market_bundle_carries_the_very_code_of_training(name: str) -> None:
    files = _files(write_bundle(replace(CONTENTS, task=TaskSpec.model_validate({"name": name}))))
    of_training = (indicators, names, day_formats, numerals, sound_bars, separated)
    carried = {Path(module.__file__) for module in of_training}
    assert set(files) == FILES | {"bars.py"} | {path.name for path in carried}
    assert all(files[path.name] == path.read_bytes() for path in carried)
    assert b"pandas==" in files["requirements.txt"]


def test_same_contents_give_the_same_bytes() -> None:
    assert write_bundle(CONTENTS) == write_bundle(CONTENTS)


def test_manifest_holds_the_sha256_of_every_other_file() -> None:
    files = _files(write_bundle(CONTENTS))
    manifest = json.loads(files.pop("manifest.json"))
    assert {name: entry["sha256"] for name, entry in manifest["files"].items()} == {
        name: hashlib.sha256(data).hexdigest() for name, data in files.items()
    }


def test_schema_names_columns_categories_and_classes() -> None:
    schema = json.loads(_files(write_bundle(CONTENTS))["schema.json"])
    names = [column["name"] for column in schema["columns"]]
    assert names == list(ENCODER.column_names)
    kinds = {column["name"]: column["kind"] for column in schema["columns"]}
    assert (kinds["age"], kinds["purpose"]) == ("number", "category")
    assert schema["classes"] == ["paid", "default"]


def test_known_answers_survive_json_exactly() -> None:
    known = json.loads(_files(write_bundle(CONTENTS))["golden.json"])
    np.testing.assert_array_equal(np.array(known["rows"], np.float32), ROWS[:20])
    assert np.isnan(ROWS[:20]).any()


def test_schema_tells_threshold_abstaining_and_horizon() -> None:
    told = replace(CONTENTS, threshold=0.31, abstain_below=0.6)
    schema = json.loads(_files(write_bundle(told))["schema.json"])
    assert (schema["threshold"], schema["abstain_below"], schema["horizon_days"]) == (
        0.31,
        0.6,
        None,
    )
    market = replace(CONTENTS, task=TaskSpec(name="risk", horizon_days=7))
    assert json.loads(_files(write_bundle(market))["schema.json"])["horizon_days"] == 7


def test_bundle_tells_how_training_rows_were_spread_and_holds_none_of_them() -> None:
    shares = training_shares(ROWS, ENCODER)
    told = replace(CONTENTS, drift=DriftFile(training=shares, scores=None))
    drift = json.loads(_files(write_bundle(told))["drift.json"])
    assert drift["training"]["rows"] == len(ROWS)
    assert drift["training"]["columns"][0]["shares"] == list(shares.columns[0].shares)
    assert "drift.json" not in _files(write_bundle(CONTENTS))


def test_a_small_network_on_forty_numbers_is_at_most_8_kb() -> None:
    encoder = make_encoder(40, ())
    model = make_network(ModelSpec(name="mlp", width=16), encoder, 2)
    rows = make_rows(encoder, 20)
    files = _files(write_bundle(contents_of(model, encoder, rows, TaskSpec(name="credit"))))
    assert len(files["model.onnx"]) <= 8_000


def test_requirements_pin_what_predict_needs() -> None:
    lines = _files(write_bundle(CONTENTS))["requirements.txt"].decode().split()
    assert [line.split("==")[0] for line in lines] == ["numpy", "onnxruntime"]
    assert all("==" in line for line in lines)


def test_files_tell_nothing_of_the_machine() -> None:
    home = str(Path(__file__).parents[2]).encode()
    assert not [name for name, data in _files(write_bundle(CONTENTS)).items() if home in data]


def test_model_that_does_not_give_its_answers_is_refused() -> None:
    wrong = replace(CONTENTS, golden_probabilities=np.full((20, 2), 0.5))
    with pytest.raises(BundleError, match="largest difference"):
        write_bundle(wrong)
