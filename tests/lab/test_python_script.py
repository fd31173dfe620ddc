"""The script of a run finds the same scores, and its text rebuilds the same choices."""

from __future__ import annotations

import ast
import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import core.spec
from core.data.files import content_hash
from core.data.samples import SAMPLES
from core.lab import experiment
from core.lab.python_script import YOUR_FILE, script_of, script_of_sweep
from core.lab.sweep.run import run_sweep
from core.spec import (
    USUAL_HORIZON_DAYS,
    DataSpec,
    DistillSpec,
    ModelSpec,
    RunSpec,
    TaskSpec,
    TrainSpec,
)
from core.spec.sweep import SweepSpec

ROOT = Path(__file__).parents[2]
BRIEF = TrainSpec(epochs=2, seeds=2, tune="off")
SMALL_TEACHER = ModelSpec(name="trees", trees=20)
LOANS = RunSpec(data=DataSpec(sample="german_credit"), teacher=SMALL_TEACHER, train=BRIEF)
STOCKS = RunSpec(
    data=DataSpec(sample="us_stocks"),
    task=TaskSpec(name="risk"),
    teacher=SMALL_TEACHER,
    student=ModelSpec(name="linear"),
    train=BRIEF,
)
TELL_SCORES = "    print(repr([column.scores for column in result.columns]))\n"


def printed(folder: Path, script: str) -> list[str]:
    """What a script prints, saved beside `core` as its first line asks."""
    (folder / "core").symlink_to(ROOT / "core", target_is_directory=True)
    (folder / "script.py").write_text(script, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "script.py"],
        cwd=folder,
        env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.splitlines()


def printed_here(script: str, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What a script prints in this process, which has imported already."""
    exec(compile(script, "script.py", "exec"), {"__name__": "__main__"})
    return capsys.readouterr().out.splitlines()


def spec_in(script: str) -> object:
    """What the script calls `spec`, built from its text alone."""
    tree = ast.parse(script)
    imports = [node for node in tree.body if isinstance(node, ast.Import)]
    assigned = [
        node
        for node in tree.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "spec"
    ]
    names = {**vars(core.spec), "SweepSpec": SweepSpec}
    exec(compile(ast.Module([*imports, *assigned], []), "script", "exec"), names)
    return names["spec"]


@pytest.mark.slow
@pytest.mark.parametrize("spec", [LOANS, STOCKS], ids=["credit", "market"])
def test_the_script_of_a_run_finds_the_same_scores(tmp_path: Path, spec: RunSpec) -> None:
    *_, result = experiment.run(spec)
    *told, verdict, scores = printed(tmp_path, script_of(spec) + TELL_SCORES)
    assert scores == repr([column.scores for column in result.columns])
    assert told[0].split() == ["Baseline", "Alone", "Distilled", "Teacher"]
    assert verdict == result.verdict.sentence


def test_the_script_of_an_upload_reads_the_file_that_is_put_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    content = SAMPLES["german_credit"].read()
    data = DataSpec(source="csv", content_hash=content_hash(content), target_column="default")
    spec = LOANS.model_copy(update={"data": data})
    *_, result = experiment.run(spec, csv=content)
    (tmp_path / YOUR_FILE).write_bytes(content)
    *_, scores = printed_here(script_of(spec) + TELL_SCORES, capsys)
    assert scores == repr([column.scores for column in result.columns])


def test_the_script_of_a_sweep_finds_the_same_scores(capsys: pytest.CaptureFixture[str]) -> None:
    spec = SweepSpec(run=LOANS, alphas=(0.0, 0.9), temperatures=(2.0,))
    *_, sweep = run_sweep(spec)
    script = script_of_sweep(spec) + "    print(repr([cell.scores for cell in sweep.cells]))\n"
    *_, verdict, scores = printed_here(script, capsys)
    assert scores == repr([cell.scores for cell in sweep.cells])
    assert verdict == sweep.verdict.sentence


def test_the_script_names_only_what_differs_from_the_usual() -> None:
    assert "spec = RunSpec()\n" in script_of(RunSpec())
    script = script_of(STOCKS)
    assert 'data=DataSpec(sample="us_stocks")' in script
    assert 'task=TaskSpec(name="risk")' in script
    assert "distill" not in script.split("spec = ")[1]


def test_the_script_says_a_horizon_that_is_not_usual_for_its_question() -> None:
    task = TaskSpec(name="risk", horizon_days=1)
    script = script_of(RunSpec(task=task, data=DataSpec(sample="us_stocks")))
    assert 'TaskSpec(name="risk", horizon_days=1)' in script
    assert spec_in(script).task == task


def test_the_script_of_an_upload_names_no_file_of_the_user() -> None:
    script = script_of(RunSpec(data=DataSpec(source="csv", content_hash="0" * 64)))
    assert f'ROWS = Path("{YOUR_FILE}")' in script
    assert "experiment.run(spec, csv=ROWS.read_bytes())" in script
    assert "not in this script" in script


def test_a_column_name_cannot_leave_its_quotes() -> None:
    name = '"""\n\\"); import os; os.abort()  # \'\'\' \u202e'
    spec = RunSpec(data=DataSpec(source="csv", target_column=name, ignored_columns=(name,)))
    script = script_of(spec)
    assert spec_in(script) == spec
    assert not [node for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Import)]


TEXT = st.text(max_size=30)
DATA = st.one_of(
    st.builds(DataSpec, sample=st.sampled_from(sorted(SAMPLES))),
    st.builds(
        DataSpec,
        source=st.just("csv"),
        content_hash=st.text("0123456789abcdef", max_size=64),
        date_column=st.none() | TEXT,
        target_column=st.none() | TEXT,
        ignored_columns=st.none() | st.lists(TEXT, max_size=12).map(tuple),
    ),
    st.builds(
        DataSpec,
        source=st.just("yahoo"),
        tickers=st.lists(TEXT, min_size=1, max_size=50).map(tuple),
        start=st.none() | st.dates(dt.date(1990, 1, 1), dt.date(2000, 1, 1)),
        end=st.none() | st.dates(dt.date(2001, 1, 1)),
    ),
)
MODELS = st.builds(
    ModelSpec,
    name=st.sampled_from(["trees", "forest", "linear", "mlp", "gru"]),
    width=st.integers(1, 512),
    dropout=st.floats(0, 0.89),
    trees=st.integers(10, 1000),
) | st.builds(
    ModelSpec,
    name=st.just("ensemble"),
    members=st.lists(st.sampled_from(["trees", "mlp", "gru"]), min_size=2, max_size=5).map(tuple),
)
SPECS = st.builds(
    RunSpec,
    data=DATA,
    task=st.builds(
        TaskSpec,
        name=st.sampled_from(sorted(USUAL_HORIZON_DAYS)),
        horizon_days=st.none() | st.integers(1, 63),
        labels=st.floats(0.01, 1),
    ),
    teacher=MODELS,
    student=MODELS,
    distill=st.builds(DistillSpec, alpha=st.floats(0, 1), calibrate=st.booleans()),
    train=st.builds(TrainSpec, seed=st.integers(0, 2**31 - 1), learning_rate=st.floats(1e-9, 1)),
)


@given(SPECS)
@settings(max_examples=60)
def test_the_script_of_any_run_rebuilds_its_spec(spec: RunSpec) -> None:
    script = script_of(spec)
    assert spec_in(script) == spec
    assert all(ord(character) >= 32 or character == "\n" for character in script)


@given(SPECS, st.lists(st.floats(0, 1), min_size=1, max_size=4), st.lists(MODELS, max_size=3))
@settings(max_examples=30)
def test_the_script_of_any_sweep_rebuilds_its_spec(
    run: RunSpec, alphas: list[float], students: list[ModelSpec]
) -> None:
    students = list(dict.fromkeys(students))
    spec = SweepSpec(run=run, alphas=alphas, temperatures=(1.0,), students=students)
    assert spec_in(script_of_sweep(spec)) == spec
