"""Commands for a bundle, as a shell calls them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core import commands
from core.__main__ import cli
from core.deploy import service
from core.deploy.bundle import write_bundle
from tests.deploy.shared import FRAME, LOANS

ROWS = 3


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("handed") / "student.zip"
    path.write_bytes(write_bundle(LOANS))
    return path


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv"
    FRAME[:ROWS].to_csv(path, index=False)
    return path


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def test_answers_go_to_stdout_and_what_was_done_to_stderr(bundle: Path, rows: Path) -> None:
    called = call("predict", bundle, rows)
    assert called.exit_code == 0, called.stderr
    assert len(list(csv.DictReader(io.StringIO(called.stdout)))) == 3
    assert "3 of 3 rows answered" in called.stderr


def test_answers_go_to_a_file(bundle: Path, rows: Path, tmp_path: Path) -> None:
    output = tmp_path / "answers.csv"
    called = call("predict", bundle, rows, "--output", output)
    assert (called.exit_code, called.stdout) == (0, "")
    assert output.read_text().splitlines() == call("predict", bundle, rows).stdout.splitlines()


def test_unsure_rows_get_no_class(bundle: Path, rows: Path) -> None:
    called = call("predict", bundle, rows, "--abstain-below", 1.0)
    assert "3 got no class" in called.stderr


@pytest.mark.parametrize("command", ["predict", "drift"])
def test_something_that_is_no_bundle_is_refused_in_one_line(command: str, rows: Path) -> None:
    called = call(command, rows, rows)
    assert called.exit_code == 2
    assert len(called.stderr.splitlines()) == 1


def test_too_few_rows_are_not_judged_for_drift(bundle: Path, rows: Path) -> None:
    called = call("drift", bundle, rows)
    assert called.exit_code == 2
    assert "however" in called.stderr


def test_a_server_listens_on_this_machine_only_unless_told_otherwise(
    bundle: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[Path, int, str, str | None]] = []
    monkeypatch.setattr(service, "serve", lambda *arguments: asked.append(arguments))
    assert call("serve", bundle).exit_code == 0
    assert call("serve", bundle, "--port", 9000, "--host", "0.0.0.0").exit_code == 0
    assert call("serve", bundle, "--model-sha256", "ab12").exit_code == 0
    assert asked == [
        (bundle, commands.PORT, "127.0.0.1", None),
        (bundle, 9000, "0.0.0.0", None),
        (bundle, commands.PORT, "127.0.0.1", "ab12"),
    ]
