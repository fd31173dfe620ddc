from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from core.data.checks.check import Check
from core.data.findings import TABLE_CHECKS, fired, inspect, refuse_blocked
from core.data.load import load
from core.data.table import Finding, Table
from core.errors import DataError
from core.spec import DataSpec, SampleName
from core.tasks.findings import DATASET_CHECKS
from tests.data.example_files import bars, rows, table

TESTS = Path(__file__).parents[1]
ALL_CHECKS = (*TABLE_CHECKS, *DATASET_CHECKS)
ALWAYS_APPLY = {"T101", "T102", "T104"}
FIRED_ON_SAMPLES: dict[SampleName, list[str]] = {
    "taiwan_credit": ["D103", "D104", "D106"],
    "german_credit": ["D104"],
    "us_stocks": ["P101"],
    "planted_signal": [],
    "random_walk": [],
}


def codes(result: Table) -> list[str]:
    return [found.code for found in result.findings]


def test_codes_are_unique_and_in_order_within_their_letter() -> None:
    for checks in (TABLE_CHECKS, DATASET_CHECKS):
        in_order = [check.code for check in checks]
        assert in_order == sorted(set(in_order))


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: check.code)
def test_every_check_is_explained_in_sentences(check: Check) -> None:
    assert re.fullmatch(r"[DPRT]\d{3}", check.code)
    assert not check.title.endswith(".")
    assert check.why.endswith(".")
    assert check.remedy.endswith(".")


@pytest.mark.parametrize("check", ALL_CHECKS, ids=lambda check: check.code)
def test_every_check_is_shown_firing_silent_and_not_applicable(check: Check) -> None:
    room = "tasks" if check.code.startswith("T") else "data"
    text = (TESTS / room / "checks" / f"test_{check.code.lower()}.py").read_text()
    needed = ["test_fires_", "test_is_silent_"]
    needed += [] if check.code in ALWAYS_APPLY else ["test_does_not_apply_"]
    assert [start for start in needed if f"def {start}" not in text] == []


@pytest.mark.parametrize("sound", [table(rows()), table(bars())], ids=["table", "prices"])
def test_sound_rows_have_no_findings_but_a_report_of_every_check(sound: Table) -> None:
    assert sound.findings == ()
    assert [ended.code for ended in sound.reports] == [check.code for check in TABLE_CHECKS]


@pytest.mark.parametrize(("sample", "expected"), FIRED_ON_SAMPLES.items())
def test_samples_raise_no_false_alarm(sample: SampleName, expected: list[str]) -> None:
    assert codes(load(DataSpec(sample=sample))) == expected


def test_findings_are_the_reports_that_fired() -> None:
    result = table(rows(country="CH", sex=["m", "f"] * 30))
    assert codes(result) == ["D101", "D104"]
    assert result.findings == fired(result.reports)
    assert result.findings[0].why == TABLE_CHECKS[0].why


def test_looking_again_sees_the_same() -> None:
    frame = bars()
    frame.loc[2, "Volume"] = 0
    result = table(frame)
    assert codes(result) == ["P105"]
    assert inspect(result) == result.reports


def test_reports_of_other_states_hold_no_finding() -> None:
    assert {ended.finding for ended in table(rows()).reports} == {None}


def test_what_blocks_is_refused_in_one_sentence() -> None:
    blocks = Finding("T199", "blocks", "Nothing is there", "row 3", "It matters.", "Add it.")
    advice = replace(blocks, severity="advises")
    refuse_blocked([advice])
    with pytest.raises(DataError, match=r"however: nothing is there, row 3 \(T199\)\. Add it\."):
        refuse_blocked([advice, blocks])


@pytest.mark.parametrize("name", ["=1+1", "<b>bold</b>", "[a](http://b)", "x" * 150, "a\u202eb"])
def test_names_from_a_file_are_quoted(name: str) -> None:
    (found,) = table(rows(**{name: "same"})).findings
    assert len(found.where) <= 42
    assert found.where.startswith('"')
    assert "\u202e" not in found.where
