"""Whatever is uploaded ends in rows with findings, or in one sentence; never in a traceback."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.__main__ import cli
from core.data.files import UploadedFile
from core.data.load import Upload, load
from core.errors import LabError
from core.spec import DataSpec, TaskSpec
from core.tasks.make import make_dataset
from tests.data import hostile

CSV = DataSpec(source="csv")
ROOT = Path(__file__).parents[2]
MOST_LETTERS = 700
ON_THE_COMMAND_LINE = [
    "noise",
    "gzip",
    "5,000 columns",
    "200 classes",
    "year 9999",
    "unclosed quote",
    "ragged rows",
    "rows of nothing",
]
GOOD = [hostile.loans(30, town=["Bern", '"Basel, Stadt"', "Zürich"] * 10), hostile.bars()[:3000]]


def told(error: LabError) -> str:
    """The sentence, once it is sure to be one that can be shown."""
    sentence = str(error)
    assert len(sentence) < MOST_LETTERS
    assert not [letter for letter in sentence if unicodedata.category(letter) in ("Cc", "Cf")]
    assert error.remedy.endswith(".")
    return sentence


def ends_well(csv: Upload) -> str:
    """What a user is told: the error's sentence, or the codes of the findings."""
    try:
        table = load(CSV, csv)
        make_dataset(table, TaskSpec(name="direction" if table.is_prices else "credit"))
    except LabError as error:
        return told(error)
    return " ".join(found.code for found in table.findings)


@pytest.mark.parametrize("name", hostile.FILES)
def test_a_hostile_file_ends_in_findings_or_in_one_sentence(name: str) -> None:
    ends_well(hostile.content(name))


def test_there_are_many_hostile_files() -> None:
    assert len(hostile.FILES) >= 40 + 60


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("infinities", "D107"),
        ("1e400", "D107"),
        ("column of nothing", "D101 D102"),
        ("10,000 categories", "D109"),
        ("negative volumes", "P105"),
        ("integer beyond any float", "D107"),
        ("target of booleans", ""),
        ("carriage returns", ""),
        ("separator line", ""),
        ("year 9999", 'row 2 holds "9999-12-31"'),
        ("one day only", "599 of 600 rows repeat a day"),
        ("header repeated but for invisible letters", 'the header repeats "a"'),
        ("text volumes", '"Volume" must hold numbers, however: row 2 holds "1.2M"'),
        ("NUL bytes far down", "line 200002 holds bytes that are no text"),
    ],
)
def test_what_a_hostile_file_is_told(name: str, words: str) -> None:
    assert words in ends_well(hostile.content(name))


@pytest.mark.parametrize(
    "name", ["PNG.csv", "../../etc/passwd", "=cmd|.csv", "", "\u202e.csv", "."]
)
def test_a_hostile_file_name_is_text_and_never_a_path(name: str) -> None:
    files = (UploadedFile(name, hostile.bars()), UploadedFile("MSFT.csv", hostile.bars()))
    ends_well(files)
    assert not set(files[0].ticker) & set("/\\|<>* \u202e")
    assert not files[0].ticker.startswith(("=", ".", "-"))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    good=st.sampled_from(GOOD),
    changes=st.lists(
        st.tuples(st.integers(0, 3000), st.integers(0, 6), st.binary(max_size=6)), max_size=4
    ),
)
def test_a_good_file_with_some_bytes_changed_ends_well(
    good: bytes, changes: list[tuple[int, int, bytes]]
) -> None:
    for place, removed, added in changes:
        good = good[: place % len(good)] + added + good[place % len(good) + removed :]
    ends_well(good)


@pytest.mark.parametrize("name", ON_THE_COMMAND_LINE)
def test_the_command_line_refuses_in_one_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_bytes(hostile.content(name))
    task = "direction" if name.startswith("year") else "credit"
    result = CliRunner().invoke(cli, ["distill", "--csv", str(path), "--task", task])
    assert result.exit_code == 2
    assert result.stdout == ""
    assert len(result.stderr.splitlines()) == 1
    assert "Traceback" not in result.stderr


@pytest.mark.slow
def test_a_process_of_its_own_refuses_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "hostile.csv"
    path.write_bytes(hostile.content("zip"))
    command = [sys.executable, "-W", "error", "-m", "core", "distill", "--csv", str(path)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert len(ended.stderr.splitlines()) == 1
