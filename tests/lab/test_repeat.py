from __future__ import annotations

import shlex

import pytest
from click.testing import CliRunner

from core import __main__ as command
from core.lab.repeat import OWN_FILE, repeat_command
from core.spec import DataSpec, DistillSpec, ModelSpec, RunSpec, TaskSpec, TrainSpec

SPECS = {
    "usual": RunSpec(data=DataSpec(sample="german_credit")),
    "changed": RunSpec(
        data=DataSpec(sample="us_stocks"),
        task=TaskSpec(name="trend", horizon_days=5, embargo_days=2),
        teacher=ModelSpec(name="gru", width=32, depth=2, window=12, dropout=0.2),
        student=ModelSpec(name="linear"),
        distill=DistillSpec(method="dkd", alpha=0.4, temperature=3.5, calibrate=True),
        train=TrainSpec(epochs=7, seeds=3, seed=11, tune="off"),
    ),
    "members": RunSpec(
        data=DataSpec(sample="german_credit"),
        teacher=ModelSpec(name="ensemble", members=("trees", "linear", "mlp"), width=8),
    ),
    "prices": RunSpec(
        data=DataSpec(source="yahoo", tickers=("AAPL", "BRK-B"), start="2020-01-01"),
        task=TaskSpec(name="risk"),
    ),
    "file": RunSpec(
        data=DataSpec(
            source="csv", target_column="it's late; rm", ignored_columns=("a, b", 'c "d"')
        )
    ),
}


@pytest.mark.parametrize("name", SPECS)
def test_the_line_gives_the_same_choices(name, monkeypatch, tmp_path) -> None:
    spec, seen = SPECS[name], []
    (tmp_path / OWN_FILE).write_text("a,b\n1,2\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "_run", lambda found, _: seen.append(found))
    monkeypatch.setattr(command, "_write", lambda *_: None)
    words = shlex.split(repeat_command(spec))
    assert words[:3] == ["python", "-m", "core"]
    done = CliRunner().invoke(command.cli, words[3:], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    assert seen == [spec]


def test_usual_choices_need_few_flags() -> None:
    assert repeat_command(SPECS["usual"]) == (
        "python -m core distill --sample german_credit --task credit --teacher trees --student mlp"
    )
