from __future__ import annotations

import pytest

from core.data.load import load
from core.spec import DataSpec
from tests.data.checks.asked import report, state
from tests.data.example_files import rows, table

TOWNS = rows(town=["Zürich", "Genève"] * 30).to_csv(index=False)


def read(content: bytes):
    return load(DataSpec(source="csv"), content)


@pytest.mark.parametrize(
    ("encoding", "told"), [("cp1252", "Windows-1252"), ("utf-16-le", "UTF-16 without a mark")]
)
def test_fires_on_an_encoding_that_was_guessed(encoding: str, told: str) -> None:
    result = read(TOWNS.encode(encoding))
    assert set(result.frame["town"]) == {"Zürich", "Genève"}
    assert report(result, "R101").what.endswith(told)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_is_silent_on_an_encoding_that_proves_itself(encoding: str) -> None:
    assert state(read(TOWNS.encode(encoding)), "R101") == "passed"


def test_is_silent_on_plain_letters() -> None:
    assert state(table(rows()), "R101") == "passed"


def test_does_not_apply_to_samples() -> None:
    assert state(load(DataSpec(sample="german_credit")), "R101") == "not applicable"
