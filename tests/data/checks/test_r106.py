from __future__ import annotations

from core.data.load import load
from core.spec import DataSpec
from tests.data.checks.asked import report, state
from tests.data.example_files import rows, table


def customers(last: str) -> bytes:
    lines = [f"{i};{1000 + i * 37 % 811};{i % 2}" for i in range(1, 901)]
    return "\n".join(["Kunden-Nr;Einkommen;default", *lines, last]).encode()


def test_fires_on_a_total_line_and_names_its_row() -> None:
    loaded = load(DataSpec(source="csv"), customers("Summe;1264950;450"))
    ended = report(loaded, "R106")
    assert (ended.state, ended.where) == ("fired", 'row 902, "Summe"')
    assert len(loaded.frame) == 900
    assert loaded.frame["Einkommen"].max() < 2000
    assert loaded.columns.identifiers == ("Kunden-Nr",)


def test_is_silent_where_the_last_line_is_a_row() -> None:
    assert state(table(rows()), "R106") == "passed"


def test_does_not_apply_to_samples() -> None:
    assert state(load(DataSpec(sample="german_credit")), "R106") == "not applicable"
