"""What is sent of a finished run."""

from __future__ import annotations

import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from core.evaluate.scores import METRICS
from core.lab.experiment import run
from core.lab.outbox.packing import parcel_of
from core.lab.outbox.parcel import Parcel
from core.lab.outbox.postman import parcel_in, postman_of_settings
from core.lab.outbox.sender import ADDRESS_SETTING
from core.runs.records import RunRecord
from core.spec import DataSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec
from tests.lab.desk.desks import OWNER, Script, desk_on, start, store_on, wait
from tests.lab.example_result import make_result

ALLOWED = re.compile(r"[\w .:/-]{1,250}", re.ASCII)
"""What MLflow allows as the name of a metric, parameter or tag."""


def done(folder: Path, script: Script | None = None) -> tuple[str, RunRecord]:
    desk = desk_on(folder, script or Script())
    run_id = start(desk)
    wait(desk, run_id)
    record = desk.store.get(run_id)
    assert record is not None
    desk.close()
    return run_id, record


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> RunRecord:
    return done(tmp_path_factory.mktemp("desk"))[1]


@pytest.fixture(scope="module")
def parcel(record: RunRecord) -> Parcel:
    return parcel_of(record, make_result())


def test_every_score_goes_with_both_ends_of_its_interval(parcel: Parcel) -> None:
    numbers = {one.name: one.value for one in parcel.numbers if one.step == 0}
    for column in make_result().columns:
        for metric in METRICS:
            interval = getattr(column.scores, metric)
            name = f"{column.role}.{metric}"
            assert (numbers[name], numbers[f"{name}_low"], numbers[f"{name}_high"]) == (
                interval.mean,
                interval.low,
                interval.high,
            )


def test_curves_are_means_over_seeds(parcel: Parcel) -> None:
    first = make_result().curves[-1]
    losses = [one.validation for one in first.learners if one.role == "distilled"]
    name = "students.distilled.validation_loss"
    sent = [one.value for one in parcel.numbers if (one.name, one.step) == (name, first.epoch)]
    assert sent == [pytest.approx(sum(losses) / len(losses))]


def test_choices_times_and_verdict_go_along(parcel: Parcel, record: RunRecord) -> None:
    tags = dict(parcel.tags)
    assert tags["verdict"] == tags["mlflow.note.content"] == make_result().verdict.sentence
    assert tags["outcome"] == "better"
    assert tags["distill_lab.run_id"] == parcel.run_id == record.id
    assert parcel.params == record.params
    assert parcel.started_ms <= parcel.finished_ms
    assert parcel.finished_ms == int(1000 * record.finished)


def test_no_secret_of_the_owner_goes_along(parcel: Parcel) -> None:
    assert OWNER not in repr(parcel)


def test_names_are_those_that_mlflow_allows(parcel: Parcel) -> None:
    names = {one.name for one in parcel.numbers} | dict(parcel.params).keys()
    assert all(ALLOWED.fullmatch(name) for name in names | dict(parcel.tags).keys())


def test_numbers_that_do_not_exist_stay_here(record: RunRecord) -> None:
    result = replace(make_result(), agreement=float("nan"))
    assert "agreement" not in {one.name for one in parcel_of(record, result).numbers}


def test_a_run_without_a_bundle_is_sent_and_says_why(parcel: Parcel) -> None:
    assert [file.name for file in parcel.files] == ["report.json"]
    assert dict(parcel.tags)["distill_lab.no_bundle"]


@pytest.mark.slow
def test_the_report_and_the_bundle_are_files_of_the_run(record: RunRecord) -> None:
    *_, result = run(
        RunSpec(
            data=DataSpec(sample="german_credit"),
            task=TaskSpec(name="credit"),
            teacher=ModelSpec(name="trees", trees=10),
            student=ModelSpec(name="mlp", width=4),
            train=TrainSpec(epochs=2, seeds=1, tune="off"),
        )
    )
    files = {file.name: file.data for file in parcel_of(record, result).files}
    assert json.loads(files["report.json"])["verdict"]["sentence"] == result.verdict.sentence
    with zipfile.ZipFile(io.BytesIO(files["bundle.zip"])) as bundle:
        assert any(name.endswith("model.onnx") for name in bundle.namelist())


class TestRegistry:
    def test_a_finished_run_is_read_from_its_files(self, tmp_path: Path) -> None:
        run_id, _ = done(tmp_path)
        sent = parcel_in(store_on(tmp_path), run_id)
        assert isinstance(sent, Parcel)
        assert dict(sent.tags)["outcome"] == "better"

    def test_a_run_that_goes_on_is_sent_later(self, tmp_path: Path) -> None:
        script = Script()
        script.goes_on = True
        desk = desk_on(tmp_path, script)
        run_id = start(desk)
        assert parcel_in(desk.store, run_id) == "later"
        desk.close()

    def test_a_failed_run_is_not_sent(self, tmp_path: Path) -> None:
        script = Script()
        script.fails = True
        run_id, _ = done(tmp_path, script)
        assert parcel_in(store_on(tmp_path), run_id) == "gone"

    def test_a_deleted_run_is_not_sent(self, tmp_path: Path) -> None:
        run_id, _ = done(tmp_path)
        store = store_on(tmp_path)
        store.delete(run_id)
        assert parcel_in(store, run_id) == "gone"

    def test_a_run_that_never_was_is_not_sent(self, tmp_path: Path) -> None:
        assert parcel_in(store_on(tmp_path), "nowhere") == "gone"

    def test_without_the_setting_there_is_no_postman(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv(ADDRESS_SETTING, raising=False)
        assert postman_of_settings(store_on(tmp_path), tmp_path) is None

    def test_with_the_setting_runs_wait_in_the_data_folder(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(ADDRESS_SETTING, "http://127.0.0.1:9")
        postman = postman_of_settings(store_on(tmp_path), tmp_path)
        assert postman is not None
        postman.finished("run-1")
        assert (postman.state().address, postman.state().waiting) == ("http://127.0.0.1:9", 1)
        assert (tmp_path / "outbox" / "run-1").is_dir()
