import hashlib
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.deploy.bundle import write_bundle
from core.deploy.counting import training_shares
from core.deploy.opened import open_bundle
from core.deploy.shares import DriftFile
from core.errors import BundleError
from core.spec import ModelSpec, TaskSpec
from core.tasks.encode import fit_encoder
from tests.deploy import hostile
from tests.deploy.examples import contents_of, daily_bars, indicator_frame
from tests.export.examples import make_network, rows_for


def test_bundle_opens_with_everything_it_was_written_from() -> None:
    opened = open_bundle(hostile.GOOD)
    assert opened.model == hostile.CONTENTS.model
    assert opened.schema.classes == ("paid", "default")
    assert [column.name for column in opened.schema.columns] == list(hostile.ENCODER.column_names)
    np.testing.assert_array_equal(opened.golden_rows, hostile.ROWS[:20])
    np.testing.assert_allclose(
        opened.golden_probabilities, hostile.CONTENTS.golden_probabilities, atol=1e-7
    )
    assert opened.card == "# A card\n"
    assert opened.sha256 == hashlib.sha256(opened.model).hexdigest()


def test_bundle_opens_from_a_path_too(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(hostile.GOOD)
    assert open_bundle(path).model == open_bundle(hostile.GOOD).model


def test_bundle_of_windows_opens() -> None:
    task = TaskSpec(name="risk", horizon_days=5)
    frame = indicator_frame(daily_bars(("AAA",)), task)
    encoder = fit_encoder(frame, list(frame.columns), np.arange(len(frame)))
    spec = ModelSpec(name="gru", width=4, window=5)
    contents = contents_of(
        make_network(spec, encoder, 2), encoder, rows_for(spec, encoder, 3), task
    )
    opened = open_bundle(write_bundle(contents))
    assert opened.golden_rows.shape == (3, 5, len(encoder.column_names))
    assert opened.schema.risk_horizon_days == 5


def with_shares(**values: object) -> bytes:
    """Change what drift.json tells of the first column."""
    told = training_shares(hostile.ROWS, hostile.ENCODER).model_dump(mode="json")
    told["columns"][0] |= values
    content = json.dumps({"training": told, "scores": None}).encode()
    return hostile.signed({"drift.json": content})


def test_shares_of_training_rows_are_read_back() -> None:
    shares = training_shares(hostile.ROWS, hostile.ENCODER)
    drift = DriftFile(training=shares, scores=None)
    opened = open_bundle(write_bundle(replace(hostile.CONTENTS, drift=drift, threshold=0.3)))
    assert opened.drift == drift
    assert opened.schema.threshold == 0.3
    assert open_bundle(hostile.GOOD).drift is None


def test_bundle_of_the_first_version_is_still_read() -> None:
    schema = json.loads(hostile.files_of()["schema.json"])
    for name in ("threshold", "abstain_below"):
        del schema[name]
    older = hostile.signed({"schema.json": json.dumps(schema | {"format": 1}).encode()})
    assert open_bundle(older).schema.threshold is None


HOSTILE = {
    "tampered file": (hostile.tampered(), "predict.py is not the file that was written"),
    "extra file": (hostile.beside("run.sh"), '"run.sh"'),
    "traversal": (hostile.beside("../predict.py"), '"../predict.py"'),
    "absolute path": (hostile.beside("/etc/cron.d/job"), '"/etc/cron.d/job"'),
    "path of Windows": (hostile.beside("C:\\predict.py"), "which no bundle has"),
    "folder": (hostile.beside("model.onnx/"), '"model.onnx/"'),
    "symbolic link": (hostile.linked(), "README.md is a link"),
    "zip bomb": (hostile.bomb(), "README.md would unpack to"),
    "too many files": (hostile.crowded(), "more than 40 files"),
    "name twice": (hostile.twice(), "model.onnx is in it twice"),
    "encrypted": (hostile.encrypted(), "is encrypted"),
    "cut zip": (hostile.GOOD[:-300], "cannot be read as a zip"),
    "cut in the middle": (hostile.GOOD[: len(hostile.GOOD) // 2], "cannot be read as a zip"),
    "no zip": (b"MZ" * 500, "cannot be read as a zip"),
    "empty": (b"", "cannot be read as a zip"),
    "pickle": (hostile.PICKLE, "cannot be read as a zip"),
    "exported program": (hostile.pt2(), "which no bundle has"),
    "pickle beside": (hostile.beside("model.pkl", hostile.PICKLE), '"model.pkl"'),
    "lost file": (hostile.signed({"golden.json": None}), "golden.json is missing"),
    "file that is not listed": (hostile.beside("bars.py"), "does not list exactly"),
    "schema of another version": (
        hostile.with_json("schema.json", format=3),
        "schema.json is of version 3, and this program reads 1 and 2",
    ),
    "manifest of another version": (
        hostile.zipped(
            (hostile.files_of() | {"manifest.json": b'{"format": 7, "files": {}}'}).items()
        ),
        "manifest.json is of version 7",
    ),
    "schema that is no JSON": (hostile.signed({"schema.json": b"\x80\x04"}), "schema.json"),
    "schema that never ends": (hostile.signed({"schema.json": b"[" * 2**16}), "schema.json"),
    "schema without columns": (hostile.with_json("schema.json", columns=[]), "columns"),
    "schema with a strange task": (hostile.with_json("schema.json", task={"name": "x"}), "task"),
    "schema with a class twice": (
        hostile.with_json("schema.json", classes=["a", "a"]),
        "need names of their own",
    ),
    "golden rows that are no number": (
        hostile.signed({"golden.json": b'{"rows": [[NaN]], "probabilities": [[1, 0]]}'}),
        "golden.json cannot be right: rows.0.0",
    ),
    "golden answers that are no number": (
        hostile.with_json("golden.json", probabilities=[[float("nan"), 0.5]] * 20),
        "golden.json cannot be right: probabilities.0.0",
    ),
    "golden rows beyond float32": (
        hostile.with_json("golden.json", rows=[[1e300] * 5] * 20),
        "does not fit",
    ),
    "golden rows of two lengths": (
        hostile.with_json("golden.json", rows=[[1.0] * 5] * 19 + [[1.0]]),
        "not all of one length",
    ),
    "golden rows of other columns": (
        hostile.with_json("golden.json", rows=[[1.0] * 4] * 20),
        "does not fit",
    ),
    "golden rows that fill the memory": (
        hostile.signed({"golden.json": np.random.default_rng(0).bytes(9 * 2**20)}),
        "golden.json is larger than 8 MB",
    ),
    "drift that is no JSON": (hostile.signed({"drift.json": b"\x80"}), "drift.json cannot be"),
    "drift of other columns": (with_shares(name="other"), "drift.json does not fit the columns"),
    "drift of other kinds": (with_shares(ends=None), "drift.json does not fit the columns"),
    "drift with bins out of order": (
        with_shares(ends=[3.0, 1.0], shares=[0.25] * 4),
        "bins must end in order",
    ),
    "drift with shares above one": (with_shares(shares=[7.0] * 11), "less than or equal to 1"),
    "drift that lacks shares": (with_shares(shares=[1.0]), "every bin needs its share"),
    "threshold that is no probability": (
        hostile.with_json("schema.json", threshold=1.5),
        "less than or equal to 1",
    ),
    "threshold of three classes": (
        hostile.with_json("schema.json", classes=["a", "b", "c"], threshold=0.5),
        "belongs to two classes",
    ),
    "card that is no text": (hostile.signed({"README.md": b"\xff\xfe\xfa"}), "not text"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_one_sentence(name: str) -> None:
    data, expected = HOSTILE[name]
    with pytest.raises(BundleError) as refused:
        open_bundle(data)
    assert expected in str(refused.value)
    assert len(str(refused.value).splitlines()) == 1


def test_path_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.zip"):
        with pytest.raises(BundleError, match=f"{path.name} cannot be opened"):
            open_bundle(path)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damage_is_refused_or_changes_nothing_that_counts(data: st.DataObject) -> None:
    spoilt = bytearray(hostile.GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[place] = data.draw(st.integers(0, 255))
    try:
        opened = open_bundle(bytes(spoilt))
    except BundleError:
        return
    assert opened.sha256 == hostile.OPENED.sha256


@settings(max_examples=40, deadline=None)
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists, max_leaves=8))
def test_any_golden_rows_are_refused_or_read(rows: object) -> None:
    content = {"rows": rows, "probabilities": [[0.5, 0.5]]}
    try:
        opened = open_bundle(hostile.signed({"golden.json": json.dumps(content).encode()}))
    except BundleError:
        return
    assert opened.golden_rows.shape == (1, 5)
