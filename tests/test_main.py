from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from click.testing import CliRunner, Result

import core.lab
from core.__main__ import cli
from core.data.limits import MAX_FILE_BYTES, MAX_FILE_MB
from core.data.samples import SAMPLES
from core.errors import TrainingError
from core.lab.flags import FIELDS, spec_of
from core.lab.report import to_dict
from core.models.catalog import ARCHITECTURES
from core.options import KINDS, name_of
from core.spec import RunSpec
from tests.lab.example_result import make_events, make_result

ROOT = Path(__file__).parents[1]


class FakeExperiment(ModuleType):
    """Stands in for a run: notes what it was asked and tells a finished run at once."""

    def __init__(self) -> None:
        super().__init__("experiment")
        self.spec: RunSpec | None = None
        self.csv: bytes | None = None
        self.error: BaseException | None = None

    def run(self, spec: RunSpec, csv: bytes | None = None) -> Iterator[object]:
        self.spec, self.csv = spec, csv
        *events, result = make_events()
        yield from events
        if self.error is not None:
            raise self.error
        yield result


@pytest.fixture
def experiment(monkeypatch: pytest.MonkeyPatch) -> FakeExperiment:
    fake = FakeExperiment()
    monkeypatch.setitem(sys.modules, "core.lab.experiment", fake)
    monkeypatch.setattr(core.lab, "experiment", fake, raising=False)
    return fake


def call(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def refusal(*arguments: str) -> str:
    """The one sentence on stderr of a command that is refused."""
    result = call(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr
    return result.stderr


def test_samples_lists_every_sample_with_its_task() -> None:
    result = call("samples")
    lines = result.stdout.splitlines()[1:]
    assert result.exit_code == 0
    assert [line.split()[:2] for line in lines] == [[s.name, s.task] for s in SAMPLES.values()]


def test_table_ends_with_the_verdict(experiment: FakeExperiment) -> None:
    result = call("distill")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == make_result().verdict.sentence
    assert experiment.spec == RunSpec()


@pytest.mark.usefixtures("experiment")
def test_progress_goes_to_stderr_one_line_a_stage() -> None:
    result = call("distill")
    assert result.stderr.splitlines() == [
        "Training the teacher",
        "Training the students",
        "Scoring on the test rows",
    ]
    assert "Training" not in result.stdout


@pytest.mark.usefixtures("experiment")
def test_json_to_stdout_is_only_json() -> None:
    result = call("distill", "--json", "-")
    assert json.loads(result.stdout) == to_dict(make_result())


@pytest.mark.usefixtures("experiment")
def test_json_to_a_file_leaves_the_table_on_stdout(tmp_path: Path) -> None:
    result = call("distill", "--json", str(tmp_path / "run.json"))
    assert json.loads((tmp_path / "run.json").read_text("utf-8")) == to_dict(make_result())
    assert result.stdout.splitlines()[-1] == make_result().verdict.sentence


@pytest.mark.usefixtures("experiment")
def test_report_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = ModuleType("page")
    page.write_report = lambda result, title, day: f"{title}, {day:%Y}, {result.agreement}"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "core.report.page", page)
    called = call("distill", "--report", str(tmp_path / "run.html"))
    assert called.exit_code == 0
    written = (tmp_path / "run.html").read_text("utf-8")
    assert written == f"Example loans, {dt.date.today():%Y}, 0.9"
    assert called.stdout.splitlines()[-1] == make_result().verdict.sentence


@pytest.mark.usefixtures("experiment")
def test_bundle_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundle = ModuleType("bundle")
    bundle.bundle_of = lambda result: result.artefacts.student  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "core.lab.bundle", bundle)
    assert call("distill", "--bundle", str(tmp_path / "student.zip")).exit_code == 0
    assert (tmp_path / "student.zip").read_bytes() == b"student"


FLAG_VALUES = {
    "source": ("sample", "sample"),
    "tickers": ("aapl, msft", ("AAPL", "MSFT")),
    "start": ("2001-02-03", dt.date(2001, 2, 3)),
    "end": ("2004-05-06", dt.date(2004, 5, 6)),
    "ignored_columns": ('age, "income, monthly"', ("age", "income, monthly")),
    "labels": ("0.25", 0.25),
    "calibrate": ("true", True),
    "out_of_fold": ("yes", True),
    "teacher_dropout": ("0.2", 0.2),
    "student_dropout": ("0.2", 0.2),
    "teacher_members": ("trees,mlp,linear", ("trees", "mlp", "linear")),
    "student_members": ("trees,mlp", ("trees", "mlp")),
    "learning_rate": ("0.01", 0.01),
    "weight_decay": ("0.01", 0.01),
    "alpha": ("0", 0.0),
    "temperature": ("4.5", 4.5),
}
BESIDE = {"teacher_members": ("--teacher", "ensemble"), "test_blocks": ("--task", "risk")}


def schema_of(flag: str) -> dict[str, Any]:
    group, field = FIELDS[flag]
    return type(getattr(RunSpec(), group)).model_json_schema()["properties"][field]


def value_of(flag: str) -> tuple[str, object]:
    """A value that is not the default: given as text, and as the field holds it."""
    if flag in FLAG_VALUES:
        return FLAG_VALUES[flag]
    schema = schema_of(flag)
    if flag in KINDS:
        return (KINDS[flag][-1],) * 2
    if "enum" in schema:
        return (schema["enum"][-1],) * 2
    if schema.get("type") == "integer":
        return str(schema["minimum"] + 1), schema["minimum"] + 1
    return "Some name", "Some name"


def test_every_field_of_the_spec_has_its_flag() -> None:
    fields = {
        (group, field)
        for group, part in RunSpec.model_fields.items()
        for field in type(part.default).model_fields
    }
    options = {name for option in cli.commands["distill"].params for name in option.opts}
    assert set(FIELDS.values()) == fields
    assert {name_of(flag) for flag in FIELDS} <= options


@pytest.mark.parametrize("flag", [flag for flag in FIELDS if flag != "student_members"])
def test_flag_sets_its_field(experiment: FakeExperiment, flag: str) -> None:
    text, expected = value_of(flag)
    called = call("distill", name_of(flag), text, *BESIDE.get(flag, ()))
    assert called.exit_code == 0, called.stderr
    group, field = FIELDS[flag]
    assert getattr(getattr(experiment.spec, group), field) == expected


def test_members_of_a_student_that_is_no_ensemble_are_refused() -> None:
    assert "only an ensemble has members" in refusal("distill", "--student-members", "trees,mlp")


def test_size_that_is_given_changes_nothing_else_of_the_usual_one(
    experiment: FakeExperiment,
) -> None:
    call("distill", "--teacher", "mlp", "--teacher-width", "64")
    assert experiment.spec.teacher == ARCHITECTURES["mlp"].as_teacher.model_copy(
        update={"width": 64}
    )


def test_no_column_is_ignored_where_none_is_named(experiment: FakeExperiment) -> None:
    call("distill", "--ignored-columns", "")
    assert experiment.spec.data.ignored_columns == ()
    call("distill")
    assert experiment.spec.data.ignored_columns is None


@pytest.mark.parametrize("role", ["teacher", "student"])
def test_model_is_chosen_in_the_usual_size_of_its_role(
    experiment: FakeExperiment, role: str
) -> None:
    assert call("distill", f"--{role}", "mlp").exit_code == 0
    assert getattr(experiment.spec, role).width == {"teacher": 256, "student": 16}[role]


@pytest.mark.parametrize("sample", SAMPLES)
def test_task_follows_the_sample(experiment: FakeExperiment, sample: str) -> None:
    call("distill", "--sample", sample)
    assert experiment.spec.task.name == SAMPLES[sample].task
    assert (experiment.spec.data.source, experiment.spec.data.sample) == ("sample", sample)


def test_task_that_is_named_is_kept(experiment: FakeExperiment) -> None:
    call("distill", "--sample", "us_stocks", "--task", "direction")
    assert experiment.spec.task.name == "direction"


def test_tickers_ask_yahoo_about_risk(experiment: FakeExperiment) -> None:
    call("distill", "--tickers", "AAPL")
    assert (experiment.spec.data.source, experiment.spec.task.name) == ("yahoo", "risk")


def test_csv_is_handed_over_as_it_is(experiment: FakeExperiment, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(b"a,b\r\n1,2\r\n")
    assert call("distill", "--csv", str(path)).exit_code == 0
    assert experiment.csv == b"a,b\r\n1,2\r\n"
    assert (experiment.spec.data.source, experiment.spec.task.name) == ("csv", "credit")


def test_csv_beyond_the_limit_is_refused_unread(
    experiment: FakeExperiment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rows.csv"
    with path.open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 2**20)
    opened: list[Path] = []
    monkeypatch.setattr(Path, "open", lambda *_: opened.append(path))
    monkeypatch.setattr(Path, "read_bytes", lambda *_: opened.append(path))
    assert f"it has {MAX_FILE_MB + 1}.0 MB" in refusal("distill", "--csv", str(path))
    assert (opened, experiment.spec) == ([], None)


def test_help_comes_from_the_fields_of_the_spec() -> None:
    text = " ".join(call("distill", "--help").stdout.split())
    defaults = RunSpec()
    for flag, (group, field) in FIELDS.items():
        # A choice of models is told as the model it chooses.
        described = RunSpec if flag in KINDS else type(getattr(defaults, group))
        told = described.model_fields[group if flag in KINDS else field].description
        assert told in text, flag
    assert "0.5<=x<=20.0" in text
    assert "0.0<x<=1.0" in text


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--alpha", "1.5"], "--alpha"),
        (["--alpha", "nan"], "alpha"),
        (["--temperature", "0"], "--temperature"),
        (["--labels", "0"], "--labels"),
        (["--epochs", "many"], "--epochs"),
        (["--seeds", "0"], "--seeds"),
        (["--task", "tomorrow"], "--task"),
        (["--sample", "nowhere"], "--sample"),
        (["--student", "trees"], "--student"),
        (["--csv", "nowhere.csv"], "nowhere.csv"),
        (["--csv", "."], "--csv"),
        (["--start", "2020-13-01"], "2020-13-01"),
        (["--start", "2020-01-02", "--end", "2020-01-01"], "start must be before end"),
        (["--tickers", " , "], "at least one ticker"),
        (["--sample", "us_stocks", "--tickers", "AAPL"], "one source"),
        (["--json", "nowhere/run.json"], "nowhere/run.json"),
        (["--bundle", "."], "--bundle"),
        (["--report", "run.txt"], "must end in .html"),
        (["--report", "-"], "must end in .html"),
        (["--report", "nowhere/run.html"], "nowhere/run.html"),
        (["--unknown"], "--unknown"),
        (["extra"], "extra"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_bad_flag_is_refused_in_one_sentence(
    experiment: FakeExperiment, arguments: list[str], part: str
) -> None:
    assert part in refusal("distill", *arguments)
    assert experiment.spec is None


@pytest.mark.parametrize("arguments", [[], ["unknown"], ["--unknown"]])
def test_bad_command_is_refused_in_one_sentence(arguments: list[str]) -> None:
    refusal(*arguments)


def test_error_of_the_user_is_one_sentence(experiment: FakeExperiment) -> None:
    experiment.error = TrainingError("Losses must be finite", "row\n7\x1b[31m", "Try again.")
    result = call("distill")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.splitlines()[-1] == (
        "Losses must be finite, however: row 7 [31m. Try again."
    )


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "CSV"),
        (b"just\none\ncolumn\n", "two columns"),
        (b"age,income,default\n" + b"30,9,1\n31,8,1\n" * 100, "class"),
    ],
    ids=["empty", "picture", "one column", "one class"],
)
def test_file_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, part: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(content)
    assert part in refusal("distill", "--csv", str(path))


def test_target_that_nobody_named_is_asked_for_with_its_flag_and_the_columns(
    tmp_path: Path,
) -> None:
    path = tmp_path / "rows.csv"
    lines = [f"{i * 37 % 811},{i % 3},{i % 2}" for i in range(100)]
    path.write_text("\n".join(["income,region,paid", *lines]), "utf-8")
    assert 'two to 10 values have: "region", "paid". Name it after --target.' in refusal(
        "distill", "--csv", str(path)
    )


@pytest.mark.parametrize("content", ["", "a,b\n", "only\n1\n"])
def test_hopeless_file_is_refused_before_anything_heavy_is_imported(
    tmp_path: Path, content: str
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(content, "utf-8")
    program = (
        "import sys; from core.__main__ import cli\n"
        "try: cli()\n"
        "finally: print(sorted({'torch', 'pandas', 'sklearn', 'numpy'} & set(sys.modules)))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "distill", "--csv", str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "[]\n"), ran.stderr


def test_interrupt_exits_with_130(experiment: FakeExperiment) -> None:
    experiment.error = KeyboardInterrupt()
    result = call("distill")
    assert (result.exit_code, result.stdout) == (130, "")


def test_bug_is_not_hidden(experiment: FakeExperiment) -> None:
    experiment.error = ZeroDivisionError()
    assert isinstance(call("distill").exception, ZeroDivisionError)


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    """The JSON of a real run, small and deaf to its teacher."""
    arguments = ["--sample", "german_credit", "--alpha", "0", "--epochs", "2", "--seeds", "2"]
    result = call("distill", *arguments, "--json", "-")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.mark.slow
def test_real_run_tells_what_it_learned_from(report: dict[str, Any]) -> None:
    parts = [report["data"][part]["rows"] for part in ("train", "validation", "test")]
    assert report["data"]["rows"] == sum(parts) == 1000
    assert report["spec"]["data"]["sample"] == "german_credit"
    assert [epoch["phase"] for epoch in report["curves"]][-2:] == ["students", "students"]


@pytest.mark.slow
def test_real_run_deaf_to_the_teacher_equals_alone(report: dict[str, Any]) -> None:
    models = report["models"]
    assert models["distilled"]["scores"] == models["alone"]["scores"]
    assert report["verdict"]["difference"] == {"mean": 0.0, "low": 0.0, "high": 0.0}
    assert report["verdict"]["outcome"] == "no_clear_difference"


def test_module_runs_as_a_program() -> None:
    command = [sys.executable, "-m", "core", "distill", "--alpha", "2"]
    ran = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.startswith("Invalid value for '--alpha'")
    assert len(ran.stderr.splitlines()) == 1


def test_a_horizon_that_is_not_given_is_the_usual_one_of_the_task():
    flags = dict.fromkeys(FIELDS)
    given = {**flags, "task": "risk", "teacher": "trees", "student": "mlp", "sample": "us_stocks"}
    assert spec_of(given, has_csv=False).task.horizon_days == 10
